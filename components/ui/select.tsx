import type { ComponentProps } from 'react'
import { ChevronDown } from 'lucide-react'
import { cn } from './cn'
import { controlLook } from './control-look'
import { Field, type FieldBasics } from './field'

export type Option = { value: string; label: string; disabled?: boolean | undefined }

type SelectProps = ComponentProps<'select'> & {
  options?: readonly Option[] | undefined
  /** First, empty choice: "Choose a category". */
  placeholder?: string | undefined
}

/** The browser's own select: it knows phones, keyboards and screen readers better than we do. */
export function Select({ options, placeholder, className, children, ...rest }: SelectProps) {
  return (
    <span className="relative block">
      <select {...rest} className={cn(controlLook, 'appearance-none truncate pe-10', className)}>
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options?.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
        {children}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute end-3 top-1/2 size-4.5 -translate-y-1/2 text-ink-soft"
      />
    </span>
  )
}

type Props = FieldBasics & Omit<SelectProps, keyof FieldBasics>

export function SelectField({ label, name, id, hint, errors, required, optional, hideLabel, className, ...rest }: Props) {
  return (
    <Field {...{ label, name, id, hint, errors, required, optional, hideLabel, className }}>
      {(control) => <Select {...rest} {...control} />}
    </Field>
  )
}
