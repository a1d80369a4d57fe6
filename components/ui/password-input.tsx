'use client'

import { useState, type ComponentProps } from 'react'
import { Eye, EyeOff } from 'lucide-react'
import { Field, type FieldBasics } from './field'
import { Input } from './input'
import { useSay } from './speaking'
import { uiCopy } from './ui-copy'

type Props = FieldBasics &
  Omit<ComponentProps<'input'>, keyof FieldBasics | 'type'>

/** A password that can be looked at; hidden again by the browser's own rules when the page is left. */
export function PasswordField(props: Props) {
  const say = useSay(uiCopy)
  const [shown, setShown] = useState(false)
  const { label, name, id, hint, errors, required, optional, hideLabel, className, ...input } = props
  return (
    <Field {...{ label, name, id, hint, errors, required, optional, hideLabel, className }}>
      {(control) => (
        <span className="relative block">
          <Input
            autoComplete="current-password"
            {...input}
            {...control}
            type={shown ? 'text' : 'password'}
            autoCapitalize="off"
            spellCheck={false}
            className="pe-13"
          />
          <button
            type="button"
            aria-pressed={shown}
            aria-label={shown ? say.hidePassword : say.showPassword}
            onClick={() => setShown(!shown)}
            className="absolute inset-y-0 end-0 grid w-12 place-items-center text-ink-soft hover:text-ink"
          >
            {shown ? <EyeOff aria-hidden="true" className="size-5" /> : <Eye aria-hidden="true" className="size-5" />}
          </button>
        </span>
      )}
    </Field>
  )
}
