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
import type { Double } from '@/lib/patients/schema'
import { IdentityFields, identityLabels, type IdentityInput } from '../../_components/identity-fields'
import { create } from '../actions'
import { Doubles } from './doubles'

type Input = IdentityInput & { chartNumber: string }

export function NewPatientForm({ practice, chartNumber }: { practice: string; chartNumber: string }) {
  const [state, act] = useActionState(withHat(create, { practice }), { reply: undefined })
  const [form, fields] = useForm<Input>({ lastResult: state.reply ?? null, defaultValue: { chartNumber, language: 'en' } })
  const doubles = state.refused?.code === 'conflict' ? (state.refused.shows as Double[] | undefined) : undefined
  const labels = { ...identityLabels, chartNumber: 'Chart number' }
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="max-w-3xl space-y-5" noValidate>
      {doubles ? <Doubles practice={practice} doubles={doubles} /> : (
        <FormError
          title="This patient was not entered"
          errors={form.errors}
          fields={(Object.keys(labels) as (keyof Input)[]).map((name) => ({ id: fields[name].id, label: labels[name], errors: fields[name].errors }))}
        />
      )}
      <IdentityFields fields={fields} focus={!state.reply} />
      <TextField key={fields.chartNumber.key} {...fieldProps(fields.chartNumber)} label="Chart number" hint="Proposed; change it if the paper chart has another." required maxLength={20} autoComplete="off" className="max-w-56" />
      <input type="hidden" name="seen" value={doubles?.map(({ id }) => id).join(',') ?? ''} />
      <div className="flex flex-wrap gap-3">
        <SubmitButton pendingLabel="Entering…" variant={doubles ? 'secondary' : 'primary'}>{doubles ? 'Somebody else: enter anyway' : 'Enter this patient'}</SubmitButton>
        <ButtonLink variant="quiet" href={`/practice/${practice}/patients`}>Leave without entering</ButtonLink>
      </div>
    </form>
  )
}
