import type { ComponentProps } from 'react'
import { cn } from './cn'
import { controlBase } from './control-look'
import { Field, type FieldBasics } from './field'

type Props = FieldBasics &
  Omit<ComponentProps<'input'>, keyof FieldBasics> & {
    /** How many digits; 6 unless told. */
    digits?: number | undefined
    /** A PIN is hidden while it is typed and is never offered from a message. */
    secret?: boolean | undefined
  }

/** A code of digits in ONE input: it can be pasted, filled from a message, and read by a screen reader. */
export function CodeField({ digits = 6, secret = false, autoComplete, ...props }: Props) {
  const { label, name, id, hint, errors, required, optional, hideLabel, className, ...input } = props
  return (
    <Field {...{ label, name, id, hint, errors, required, optional, hideLabel, className }}>
      {(control) => (
        <input
          {...input}
          {...control}
          type={secret ? 'password' : 'text'}
          inputMode="numeric"
          pattern="[0-9 ]*"
          maxLength={digits + 3}
          autoComplete={autoComplete ?? (secret ? 'off' : 'one-time-code')}
          autoCapitalize="off"
          spellCheck={false}
          className={cn(
            controlBase,
            'min-h-14 max-w-64 px-4 py-2 text-center text-[1.625rem]/[1.2] font-semibold tracking-[0.32em] indent-[0.32em]',
          )}
        />
      )}
    </Field>
  )
}
