import type { ComponentProps } from 'react'
import { cn } from './cn'
import { controlLook } from './control-look'
import { Field, type FieldBasics } from './field'

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={cn(controlLook, className)} />
}

type Props = FieldBasics & Omit<ComponentProps<'input'>, keyof FieldBasics>

/** One line of text: label, hint, input, error. */
export function TextField({ label, name, id, hint, errors, required, optional, hideLabel, className, ...input }: Props) {
  return (
    <Field {...{ label, name, id, hint, errors, required, optional, hideLabel, className }}>
      {(control) => <Input {...input} {...control} />}
    </Field>
  )
}
