'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { fieldProps } from '@/components/ui/field-props'
import { FormError } from '@/components/ui/form-error'
import { TextField } from '@/components/ui/input'
import { SelectField } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'
import { TextareaField } from '@/components/ui/textarea'
import { save } from '../actions'

type Values = { name: string; phone: string; email: string; address: string; timeZone: string; language: string; idleMinutes: string; majorityAge: string }
type Props = { practice: string; values: Values; zones: { usual: string[]; others: string[] } }

export function PracticeForm({ practice, values, zones }: Props) {
  const [state, act] = useActionState(withHat(save, { practice }), { reply: undefined })
  const [form, fields] = useForm<Values>({ lastResult: state.reply ?? null, defaultValue: values })
  const option = (zone: string) => <option key={zone} value={zone}>{zone.replaceAll('_', ' ')}</option>
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="max-w-2xl space-y-5" noValidate>
      <FormError title="Nothing was saved" errors={form.errors} />
      <TextField key={fields.name.key} {...fieldProps(fields.name)} label="Name" required maxLength={120} autoComplete="organization" />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField key={fields.phone.key} {...fieldProps(fields.phone)} label="Phone" optional="optional" type="tel" maxLength={40} autoComplete="off" />
        <TextField key={fields.email.key} {...fieldProps(fields.email)} label="E-mail" optional="optional" type="email" maxLength={254} autoComplete="off" />
      </div>
      <TextareaField key={fields.address.key} {...fieldProps(fields.address)} label="Address" optional="optional" rows={2} maxLength={300} autoComplete="off" />
      <SelectField key={fields.timeZone.key} {...fieldProps(fields.timeZone)} label="Time zone" hint="Every day and hour of this practice is told on this clock.">
        <optgroup label="United States">{zones.usual.map(option)}</optgroup>
        <optgroup label="Elsewhere">{zones.others.map(option)}</optgroup>
      </SelectField>
      <SelectField key={fields.language.key} {...fieldProps(fields.language)} label="You write in" hint="Titles, notes and reasons are read aloud to patients in this language." options={[{ value: 'en', label: 'English' }, { value: 'es', label: 'Spanish' }]} className="max-w-72" />
      <TextField key={fields.idleMinutes.key} {...fieldProps(fields.idleMinutes)} label="Minutes until an idle screen locks" hint="5 to 60. Locking keeps what was typed; it only asks who is there." inputMode="numeric" required maxLength={3} className="max-w-72" />
      <TextField key={fields.majorityAge.key} {...fieldProps(fields.majorityAge)} label="Years at which patients come of age" hint="By your state’s law: 18 in most, 19 in Alabama and Nebraska, 21 in Mississippi. A parent’s access ends on that birthday." inputMode="numeric" required maxLength={2} className="max-w-72" />
      <SubmitButton pendingLabel="Saving…">Save</SubmitButton>
    </form>
  )
}
