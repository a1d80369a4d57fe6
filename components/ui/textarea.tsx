import type { ComponentProps } from 'react'
import { cn } from './cn'
import { controlLook } from './control-look'
import { Field, type FieldBasics } from './field'

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} rows={rows} className={cn(controlLook, 'field-sizing-content min-h-[calc(4.2em+1.5rem)] resize-y', className)} />
}

type Props = FieldBasics & Omit<ComponentProps<'textarea'>, keyof FieldBasics>

/** Several lines of text; grows with what is typed where the browser can. */
export function TextareaField({ label, name, id, hint, errors, required, optional, hideLabel, className, ...rest }: Props) {
  return (
    <Field {...{ label, name, id, hint, errors, required, optional, hideLabel, className }}>
      {(control) => <Textarea {...rest} {...control} />}
    </Field>
  )
}
