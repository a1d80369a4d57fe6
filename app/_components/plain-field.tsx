import { Checkbox } from '@/components/ui/checkbox'
import { CodeField } from '@/components/ui/code-input'
import { FieldErrors } from '@/components/ui/field'
import { TextField } from '@/components/ui/input'
import { PasswordField } from '@/components/ui/password-input'
import { RadioGroup } from '@/components/ui/radio-group'
import { useSay } from '@/components/ui/speaking'
import { SelectField } from '@/components/ui/select'
import { TextareaField } from '@/components/ui/textarea'
import { plainFormCopy } from './_copy/plain-form'

type Choice = { value: string; label: string; hint?: string | undefined }

/** A field of a plain form, as data: a server page may hand it to a form that runs in the browser. */
export type FieldSpec = {
  name: string
  label: string
  kind?: 'text' | 'email' | 'password' | 'code' | 'pin' | 'lines' | 'radio' | 'checks' | 'select'
  value?: string | string[]
  hint?: string
  optional?: boolean
  autoComplete?: string
  maxLength?: number
  choices?: readonly Choice[]
}

type Meta = { id: string; errors?: string[] | undefined; initialValue?: unknown; defaultValue?: unknown } | undefined

export function PlainField({ spec, meta }: { spec: FieldSpec; meta: Meta }) {
  const say = useSay(plainFormCopy)
  const { name, label, kind = 'text', hint, optional, autoComplete, maxLength, choices = [] } = spec
  const value = meta?.initialValue ?? spec.value
  const basics = {
    name, label, hint, id: meta?.id, errors: meta?.errors, required: optional ? undefined : true, optional: optional ? say.optional : undefined,
  }
  const typed = { ...(autoComplete ? { autoComplete } : {}), ...(maxLength ? { maxLength } : {}) }
  const text = typeof value === 'string' ? value : ''
  switch (kind) {
    case 'password':
      return <PasswordField {...basics} {...typed} />
    case 'code':
      return <CodeField {...basics} {...typed} />
    case 'pin':
      return <CodeField {...basics} {...typed} secret />
    case 'lines':
      return <TextareaField {...basics} {...typed} rows={2} defaultValue={text} />
    case 'select':
      return <SelectField {...basics} options={choices} defaultValue={text} />
    case 'radio':
      return <RadioGroup legend={label} name={name} options={choices} defaultValue={text} hint={hint} errors={meta?.errors} id={meta?.id} />
    case 'checks':
      return <Checks spec={spec} meta={meta} chosen={Array.isArray(value) ? value : text ? [text] : []} />
    default:
      return <TextField {...basics} {...typed} type={kind === 'email' ? 'email' : 'text'} defaultValue={text} />
  }
}

function Checks({ spec, meta, chosen }: { spec: FieldSpec; meta: Meta; chosen: readonly string[] }) {
  return (
    <fieldset id={meta?.id} aria-describedby={meta?.errors ? `${meta.id}-error` : undefined}>
      <legend className="text-small font-semibold text-ink">{spec.label}</legend>
      {spec.hint ? <p className="mt-1 text-small text-ink-soft">{spec.hint}</p> : null}
      <div className="mt-1 grid gap-x-8 sm:grid-cols-2">
        {spec.choices?.map(({ value, label, hint }) => (
          <Checkbox key={value} name={spec.name} value={value} label={label} hint={hint} defaultChecked={chosen.includes(value)} />
        ))}
      </div>
      <FieldErrors id={`${meta?.id}-error`} errors={meta?.errors} />
    </fieldset>
  )
}
