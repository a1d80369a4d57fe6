import { useId, type ReactNode } from 'react'
import { cn } from './cn'
import { FieldErrors } from './field'

export type RadioOption = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean | undefined }

type Props = {
  legend: ReactNode
  name: string
  options: readonly RadioOption[]
  defaultValue?: string | undefined
  hint?: ReactNode
  errors?: readonly string[] | undefined
  required?: boolean | undefined
  id?: string | undefined
  className?: string | undefined
}

/** One of a few, all of them in sight. */
export function RadioGroup({ legend, name, options, defaultValue, hint, errors, required, id, className }: Props) {
  const fallback = useId()
  const own = id ?? fallback
  const invalid = errors !== undefined && errors.length > 0
  const described = [hint ? `${own}-hint` : '', invalid ? `${own}-error` : ''].filter(Boolean).join(' ')
  return (
    <fieldset className={cn('min-w-0', className)} id={own} aria-describedby={described || undefined}>
      <legend className="text-small font-semibold text-ink">{legend}</legend>
      {hint ? (
        <p id={`${own}-hint`} className="mt-1 text-small text-ink-soft">
          {hint}
        </p>
      ) : null}
      <div className="mt-1.5 divide-y divide-line border-y border-line">
        {options.map((option) => (
          <label
            key={option.value}
            className="grid min-h-11 grid-cols-[auto_1fr] items-start gap-x-3 py-2.5 has-checked:bg-violet-wash/60"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              defaultChecked={option.value === defaultValue}
              required={required}
              disabled={option.disabled}
              className={cn(
                'ms-2 mt-px size-6 appearance-none rounded-full border-[1.5px] border-line-strong bg-sheet',
                'checked:border-[7px] checked:border-violet hover:border-ink checked:hover:border-violet',
                'focus-visible:rounded-full disabled:opacity-55',
              )}
            />
            <span className="text-[1rem]/[1.5]">
              {option.label}
              {option.hint ? <span className="block text-small text-ink-soft">{option.hint}</span> : null}
            </span>
          </label>
        ))}
      </div>
      <FieldErrors id={`${own}-error`} errors={errors} />
    </fieldset>
  )
}
