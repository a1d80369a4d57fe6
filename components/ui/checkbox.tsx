import { useId, type ComponentProps, type ReactNode } from 'react'
import { Check } from 'lucide-react'
import { cn } from './cn'
import { FieldErrors } from './field'

type Props = Omit<ComponentProps<'input'>, 'type'> & {
  label: ReactNode
  hint?: ReactNode
  errors?: readonly string[] | undefined
}

/** A native checkbox and its words; the whole line answers to a press. */
export function Checkbox({ label, hint, errors, id, className, ...input }: Props) {
  const fallback = useId()
  const own = id ?? fallback
  const invalid = errors !== undefined && errors.length > 0
  const described = [hint ? `${own}-hint` : '', invalid ? `${own}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={className}>
      <div className="grid min-h-11 grid-cols-[auto_1fr] items-start gap-x-3 py-2.5">
        <span className="relative mt-px grid size-6 place-items-center">
          <input
            {...input}
            id={own}
            type="checkbox"
            aria-describedby={described || undefined}
            aria-invalid={invalid || undefined}
            className={cn(
              'peer size-6 appearance-none rounded-[4px_4px_8px_8px] border-[1.5px] border-line-strong bg-sheet',
              'transition-colors checked:border-violet checked:bg-violet hover:border-ink checked:hover:border-violet',
              'before:absolute before:-inset-2.5 disabled:opacity-55 aria-invalid:border-pink',
            )}
          />
          <Check
            aria-hidden="true"
            strokeWidth={3}
            className="pointer-events-none absolute size-4 text-on-violet opacity-0 peer-checked:opacity-100"
          />
        </span>
        <span>
          <label htmlFor={own} className="text-[1rem]/[1.5] text-ink">
            {label}
          </label>
          {hint ? (
            <span id={`${own}-hint`} className="block text-small text-ink-soft">
              {hint}
            </span>
          ) : null}
        </span>
      </div>
      <FieldErrors id={`${own}-error`} errors={errors} />
    </div>
  )
}
