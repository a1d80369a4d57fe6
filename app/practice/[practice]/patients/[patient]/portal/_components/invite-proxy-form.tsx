'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState, useState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { Checkbox } from '@/components/ui/checkbox'
import { FormError } from '@/components/ui/form-error'
import { fieldProps } from '@/components/ui/field-props'
import { TextField } from '@/components/ui/input'
import { RadioGroup } from '@/components/ui/radio-group'
import { SelectField } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'
import { relationWords } from '@/lib/invitations/rules'
import { invite } from '../actions'
import { EvidenceFields } from './evidence-fields'
import { InvitationSlip } from './invitation-slip'
import { ReachFields } from './reach-fields'
import { langChoices } from '@/lib/format/lang'

type Props = { practice: string; patient: { id: string; name: string; language: string }; timeZone: string; today: string; usual: string }
type Values = {
  relation: string; name: string; scope: string; categories: string[]; task: string; until: string; apart: string; byOrder: string; evidenceKind: string; evidence: string; why: string
  channel: string; email: string; language: string
}

/** Invites somebody who acts for the patient: who, how far, until when, on what ground. Shows the code once. */
export function InviteProxyForm({ practice, patient, timeZone, today, usual }: Props) {
  const [state, act] = useActionState(withHat(invite, { practice }), { reply: undefined })
  const [form, fields] = useForm<Values>({
    lastResult: state.reply ?? null,
    defaultValue: { relation: 'parent', name: '', scope: 'all', categories: [], task: 'insurance_card', until: '', evidenceKind: '', evidence: '', why: '', channel: 'counter', email: '', language: patient.language },
  })
  const [closed, close] = useState<string>()
  if (state.done && state.done.invitation !== closed) {
    const { invitation } = state.done
    return <InvitationSlip invited={state.done} timeZone={timeZone} onDone={() => close(invitation)} />
  }
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="group space-y-5" noValidate>
      <FormError title="Nobody was invited" errors={form.errors} />
      <input type="hidden" name="patient" value={patient.id} />
      <SelectField key={fields.relation.key} {...fieldProps(fields.relation)} label="Who" required options={Object.entries(relationWords).filter(([value]) => value !== 'self').map(([value, label]) => ({ value, label }))} />
      <TextField key={fields.name.key} {...fieldProps(fields.name)} label="Name" required maxLength={120} autoComplete="off" />
      <ReachFields fields={fields} scope={(fields.scope.initialValue) ?? 'all'} categories={(fields.categories.initialValue as string[] | undefined) ?? []} task />
      <Checkbox name="apart" label="Does not see what others send" hint="Where two parents are kept apart: letters and cards that the other one sends from the portal stay out of sight." defaultChecked={fields.apart.initialValue === 'on'} />
      <TextField key={fields.until.key} {...fieldProps(fields.until)} label="Until" optional="optional" hint={usual} type="date" min={today} className="max-w-lg" />
      <EvidenceFields fields={fields} />
      <Checkbox name="byOrder" label="Only the practice may end it" hint="As for a court’s order. The patient sees that you answer for it." defaultChecked={fields.byOrder.initialValue === 'on'} />
      <RadioGroup
        key={fields.channel.key} legend="How" name="channel" defaultValue={fields.channel.initialValue ?? 'counter'} errors={fields.channel.errors}
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
