'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { ButtonLink } from '@/components/ui/button-link'
import { FormError } from '@/components/ui/form-error'
import { SubmitButton } from '@/components/ui/submit-button'
import { editableFields } from '@/lib/patients/rules'
import type { EditConflict } from '@/lib/patients/schema'
import { IdentityFields, identityLabels, type IdentityInput } from '../../../_components/identity-fields'
import { update } from '../../actions'
import { Conflict } from './conflict'

type Props = { practice: string; patient: string; version: number; timeZone: string; values: IdentityInput }

export function EditPatientForm({ practice, patient, version, timeZone, values }: Props) {
  const [state, act] = useActionState(withHat(update, { practice }), { reply: undefined })
  const [form, fields] = useForm<IdentityInput>({ lastResult: state.reply ?? null, defaultValue: values })
  const conflict = state.refused?.code === 'conflict' ? (state.refused.shows as EditConflict | undefined) : undefined
  const typed = (state.reply?.initialValue ?? {}) as Partial<IdentityInput>
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="max-w-3xl space-y-5" noValidate>
      {conflict ? <Conflict conflict={conflict} typed={typed} timeZone={timeZone} /> : (
        <FormError title="Nothing was saved" errors={form.errors} fields={editableFields.map((name) => ({ id: fields[name].id, label: identityLabels[name], errors: fields[name].errors }))} />
      )}
      <input type="hidden" name="patient" value={patient} />
      {/* Saving again after a conflict says: I have seen theirs. Had a third person saved meanwhile, it would be said again. */}
      <input type="hidden" name="version" value={conflict?.version ?? version} />
      <IdentityFields fields={fields} />
      <div className="flex flex-wrap gap-3">
        <SubmitButton pendingLabel="Saving…">{conflict ? 'Save what I typed' : 'Save'}</SubmitButton>
        <ButtonLink variant="quiet" href={`/practice/${practice}/patients/${patient}`}>{conflict ? 'Keep what is on record' : 'Leave without saving'}</ButtonLink>
      </div>
    </form>
  )
}
