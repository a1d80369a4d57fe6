'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState, useState } from 'react'
import { withHat } from '@/app/_components/with-hat'
import { Banner } from '@/components/ui/banner'
import { FormError } from '@/components/ui/form-error'
import { fieldProps } from '@/components/ui/field-props'
import { TextField } from '@/components/ui/input'
import { RadioGroup } from '@/components/ui/radio-group'
import { SelectField } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'
import { checkWords } from '@/lib/recovery/rules'
import { checks } from '@/lib/recovery/schema'
import { invite } from '../actions'
import { InvitationSlip } from './invitation-slip'
import { langChoices } from '@/lib/format/lang'

type Props = { practice: string; patient: { id: string; name: string; email: string; language: string }; timeZone: string; replaces: boolean; mayReplace: boolean }

/**
 * Invites the patient; shows the code, and at the counter the link, once. Where somebody is the patient
 * already (`replaces`), it first asks how staff made sure that it is her.
 */
export function InvitePatientForm({ practice, patient, timeZone, replaces, mayReplace }: Props) {
  const [state, act] = useActionState(withHat(invite, { practice }), { reply: undefined })
  const [form, fields] = useForm({
    lastResult: state.reply ?? null,
    defaultValue: { channel: 'counter', how: '', email: patient.email, language: patient.language },
  })
  const [closed, close] = useState<string>()
  if (state.done && state.done.invitation !== closed) {
    const { invitation } = state.done
    return <InvitationSlip invited={state.done} timeZone={timeZone} onDone={() => close(invitation)} />
  }
  return (
    <form {...getFormProps(form)} action={act} className="space-y-5" noValidate>
      <FormError title="Nobody was invited" errors={form.errors} />
      <input type="hidden" name="patient" value={patient.id} />
      {replaces && mayReplace ? (
        <RadioGroup key={fields.how.key} legend={`How did you make sure that it is ${patient.name}?`} name="how" required errors={fields.how.errors} hint="The new way in takes the place of the one there is, so this stands on the record. Never by a birth date: a household knows it." options={checks.map((value) => ({ value, label: checkWords[value].name, hint: checkWords[value].about }))} />
      ) : null}
      {replaces && !mayReplace ? <Banner tone="info">{patient.name} has or had portal access already. An owner, the privacy officer or the front desk can invite them again.</Banner> : null}
      <RadioGroup
        key={fields.channel.key}
        legend="How"
        name="channel"
        defaultValue={fields.channel.initialValue ?? 'counter'}
        errors={fields.channel.errors}
        options={[
          { value: 'counter', label: 'Here at the counter', hint: 'A QR code to scan, or a slip. No e-mail needed; good until tonight.' },
          { value: 'mail', label: 'By mail', hint: 'A letter with a link, good for seven days.' },
        ]}
      />
      <TextField key={fields.email.key} {...fieldProps(fields.email)} label="E-mail" optional="for the letter" type="email" autoComplete="off" />
      <SelectField key={fields.language.key} {...fieldProps(fields.language)} label="Language" options={[...langChoices]} />
      <SubmitButton pendingLabel="Inviting…">Invite</SubmitButton>
    </form>
  )
}
