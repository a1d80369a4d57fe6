import { useId, type ReactNode } from 'react'
import { CircleAlert } from 'lucide-react'
import { cn } from './cn'

/** What every field takes. The names are conform's, so `fieldProps(fields.email)` can be spread in. */
export type FieldBasics = {
  label: ReactNode
  name: string
  id?: string | undefined
  /** Said before anything is typed; stays when an error appears. */
  hint?: ReactNode
  errors?: readonly string[] | undefined
  required?: boolean | undefined
  /** "optional" beside the label, in the reader's language. */
  optional?: string | undefined
  /** Keeps the label for screen readers only; for a search box whose button says the rest. */
  hideLabel?: boolean | undefined
  className?: string | undefined
}

/** What a control inside a field must carry, so that label, hint and error are announced with it. */
export type ControlWiring = {
  id: string
  name: string
  required: boolean | undefined
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

type Props = FieldBasics & { children: (control: ControlWiring) => ReactNode }

/** A label, a hint, a control and its errors, tied together. */
export function Field({ label, name, id, hint, errors, required, optional, hideLabel, className, children }: Props) {
  const fallback = useId()
  const own = id ?? `${fallback}${name}`
  const invalid = errors !== undefined && errors.length > 0
  const described = [hint ? `${own}-hint` : '', invalid ? `${own}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <label htmlFor={own} className={hideLabel ? 'sr-only' : 'text-small font-semibold text-ink'}>
        {label}
        {optional ? <span className="font-normal text-ink-faint"> ({optional})</span> : null}
      </label>
      {hint ? (
        <p id={`${own}-hint`} className="text-small text-ink-soft">
          {hint}
        </p>
      ) : null}
      {children({
        id: own,
        name,
        required,
        'aria-describedby': described || undefined,
        'aria-invalid': invalid || undefined,
      })}
      <FieldErrors id={`${own}-error`} errors={errors} />
    </div>
  )
}

/** The errors under a control; nothing where there are none. */
export function FieldErrors({ id, errors }: { id: string; errors?: readonly string[] | undefined }) {
  if (!errors || errors.length === 0) return null
  return (
    <p id={id} className="flex gap-1.5 text-small font-medium text-pink">
      <CircleAlert aria-hidden="true" className="mt-[0.2em] size-4 shrink-0" />
      <span>{errors.join(' ')}</span>
    </p>
  )
}
