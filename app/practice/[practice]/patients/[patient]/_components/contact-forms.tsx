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
import { contactWords } from '@/lib/patients/rules'
import { closeContact, newContact } from '../actions'

type Props = { practice: string; patient: string }

export function NewContactForm({ practice, patient }: Props) {
  const [state, act] = useActionState(withHat(newContact, { practice }), { reply: undefined })
  const [form, fields] = useForm<{ kind: string; name: string; relation: string; phone: string; email: string }>({
    id: 'new-contact', lastResult: state.reply ?? null, defaultValue: { kind: 'emergency' },
  })
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="space-y-4" noValidate>
      <FormError title="The contact was not added" errors={form.errors} />
      <input type="hidden" name="patient" value={patient} />
      <SelectField key={fields.kind.key} {...fieldProps(fields.kind)} label="For" options={Object.entries(contactWords).map(([value, label]) => ({ value, label }))} />
      <TextField key={fields.name.key} {...fieldProps(fields.name)} label="Name" required maxLength={120} autoComplete="off" />
      <TextField key={fields.relation.key} {...fieldProps(fields.relation)} label="Relation" optional="optional" hint="Mother, husband, neighbor…" maxLength={60} autoComplete="off" />
      <TextField key={fields.phone.key} {...fieldProps(fields.phone)} label="Phone" type="tel" hint="A phone or an e-mail address, or both." maxLength={40} autoComplete="off" />
      <TextField key={fields.email.key} {...fieldProps(fields.email)} label="E-mail" type="email" maxLength={254} autoComplete="off" />
      <SubmitButton pendingLabel="Adding…">Add this contact</SubmitButton>
    </form>
  )
}

export function EndContactForm({ practice, patient, contact }: Props & { contact: string }) {
  const [state, act] = useActionState(withHat(closeContact, { practice }), { reply: undefined })
  return (
    <details>
      <summary className="inline-flex min-h-11 items-center text-small text-ink-soft underline decoration-line-strong underline-offset-[0.2em] hover:text-ink pointer-fine:min-h-8">End this contact</summary>
      <form action={act} className="flex flex-wrap items-center gap-3 py-1.5">
        <FormError title="The contact was not ended" errors={state.refused ? [state.refused.says] : undefined} />
        <input type="hidden" name="patient" value={patient} />
        <input type="hidden" name="contact" value={contact} />
        <span className="text-small">No longer to be called?</span>
        <SubmitButton variant="danger" size="sm" pendingLabel="Ending…">End it</SubmitButton>
      </form>
    </details>
  )
}
