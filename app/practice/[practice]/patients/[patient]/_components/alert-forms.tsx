'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { Checkbox } from '@/components/ui/checkbox'
import { fieldProps } from '@/components/ui/field-props'
import { FormError } from '@/components/ui/form-error'
import { TextField } from '@/components/ui/input'
import { SelectField } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'
import { alertWords } from '@/lib/patients/rules'
import { closeAlert, newAlert } from '../actions'

type Props = { practice: string; patient: string }

export function NewAlertForm({ practice, patient }: Props) {
  const [state, act] = useActionState(withHat(newAlert, { practice }), { reply: undefined })
  const [form, fields] = useForm<{ kind: string; text: string; severe: string }>({ id: 'new-alert', lastResult: state.reply ?? null, defaultValue: { kind: 'allergy' } })
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="space-y-4" noValidate>
      <FormError title="The alert was not added" errors={form.errors} />
      <input type="hidden" name="patient" value={patient} />
      <SelectField key={fields.kind.key} {...fieldProps(fields.kind)} label="About" options={Object.entries(alertWords).map(([value, label]) => ({ value, label }))} />
      <TextField key={fields.text.key} {...fieldProps(fields.text)} label="What to watch for" hint="Short, as it should be read at the chair: “Penicillin: swelling of the face”." required maxLength={200} autoComplete="off" />
      <Checkbox id={fields.severe.id} name={fields.severe.name} defaultChecked={fields.severe.defaultValue === 'on'} label="Severe" hint="Stands above everything else in this record." />
      <SubmitButton pendingLabel="Adding…">Add this alert</SubmitButton>
    </form>
  )
}

export function EndAlertForm({ practice, patient, alert }: Props & { alert: string }) {
  const [state, act] = useActionState(withHat(closeAlert, { practice }), { reply: undefined })
  return (
    <details>
      <summary className="inline-flex min-h-11 items-center text-small text-ink-soft underline decoration-line-strong underline-offset-[0.2em] hover:text-ink pointer-fine:min-h-8">End this alert</summary>
      <form action={act} className="flex flex-wrap items-center gap-3 py-1.5">
        <FormError title="The alert was not ended" errors={state.refused ? [state.refused.says] : undefined} />
        <input type="hidden" name="patient" value={patient} />
        <input type="hidden" name="alert" value={alert} />
        <span className="text-small">It no longer holds?</span>
        <SubmitButton variant="danger" size="sm" pendingLabel="Ending…">End it</SubmitButton>
      </form>
    </details>
  )
}
