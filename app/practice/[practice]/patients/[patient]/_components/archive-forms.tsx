'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { ButtonLink } from '@/components/ui/button-link'
import { fieldProps } from '@/components/ui/field-props'
import { FormError } from '@/components/ui/form-error'
import { TextField } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import { archive, unarchive } from '../actions'

type Props = { practice: string; patient: string }

export function ArchiveForm({ practice, patient }: Props) {
  const [state, act] = useActionState(withHat(archive, { practice }), { reply: undefined })
  const [form, fields] = useForm<{ why: string }>({ lastResult: state.reply ?? null })
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="max-w-xl space-y-5" noValidate>
      <FormError title="This patient was not archived" errors={form.errors} />
      <input type="hidden" name="patient" value={patient} />
      <TextField key={fields.why.key} {...fieldProps(fields.why)} label="Why" hint="Moved away, changed dentists, died, entered twice…" required maxLength={300} autoComplete="off" />
      <div className="flex flex-wrap gap-3">
        <SubmitButton variant="danger" pendingLabel="Archiving…">Archive this patient</SubmitButton>
        <ButtonLink variant="quiet" href={`/practice/${practice}/patients/${patient}`}>Leave as it is</ButtonLink>
      </div>
    </form>
  )
}

export function UnarchiveForm({ practice, patient }: Props) {
  const [state, act] = useActionState(withHat(unarchive, { practice }), { reply: undefined })
  return (
    <form action={act}>
      <FormError title="Not brought back" errors={state.refused ? [state.refused.says] : undefined} />
      <input type="hidden" name="patient" value={patient} />
      <SubmitButton variant="secondary" size="sm" pendingLabel="Bringing back…">Bring back</SubmitButton>
    </form>
  )
}
