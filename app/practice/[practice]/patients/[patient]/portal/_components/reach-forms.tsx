'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { Checkbox } from '@/components/ui/checkbox'
import { FormError } from '@/components/ui/form-error'
import { fieldProps } from '@/components/ui/field-props'
import { TextField } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import { reaches, type Scope } from '@/lib/proxies/schema'
import { extend, narrow } from '../actions'
import { EvidenceFields } from './evidence-fields'
import { ReachFields } from './reach-fields'

type Access = { id: string; scope: Scope; categories: string[]; apart: boolean; byOrder: boolean; until: Date | null }
type Props = { practice: string; patient: string; access: Access; today: string; latest: string | undefined }

/** Less than now, or for a shorter time: the choices are those there are. */
export function NarrowForm({ practice, patient, access, today, latest }: Props) {
  const [state, act] = useActionState(withHat(narrow, { practice }), { reply: undefined })
  const [form, fields] = useForm<{ scope: string; categories: string[]; until: string; why: string }>({ lastResult: state.reply ?? null, defaultValue: { scope: access.scope, categories: access.categories, until: '', why: '' } })
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="group space-y-5 pb-4" noValidate>
      <FormError title="Nothing was changed" errors={form.errors} />
      <input type="hidden" name="patient" value={patient} />
      <input type="hidden" name="access" value={access.id} />
      {access.scope === 'task' ? null : <ReachFields fields={fields} scope={access.scope} categories={access.categories} all={access.scope === 'all'} among={access.scope === 'all' ? reaches : access.categories} />}
      {access.apart ? <input type="hidden" name="apart" value="on" /> : <Checkbox name="apart" label="Does not see what others send" hint="Where two who act for a patient are kept apart." />}
      <TextField key={fields.until.key} {...fieldProps(fields.until)} label="Until" optional="optional" hint="Leave it empty to keep the day as it is." type="date" min={today} max={latest} className="max-w-56" />
      <TextField key={fields.why.key} {...fieldProps(fields.why)} label="Why" hint="For the record." required maxLength={300} />
      <SubmitButton variant="secondary" pendingLabel="Saving…">Let them see less</SubmitButton>
    </form>
  )
}

/** More, or for longer: on what is seen anew. */
export function ExtendForm({ practice, patient, access, today, usual }: Omit<Props, 'latest'> & { usual: string }) {
  const [state, act] = useActionState(withHat(extend, { practice }), { reply: undefined })
  const [form, fields] = useForm<{ scope: string; categories: string[]; until: string; apart: string; byOrder: string; evidenceKind: string; evidence: string; why: string }>({
    lastResult: state.reply ?? null, defaultValue: { scope: access.scope, categories: access.categories, until: '', evidenceKind: '', evidence: '', why: '' },
  })
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="group space-y-5 pb-4" noValidate>
      <FormError title="Nothing was changed" errors={form.errors} />
      <input type="hidden" name="patient" value={patient} />
      <input type="hidden" name="access" value={access.id} />
      {access.scope === 'task' ? null : <ReachFields fields={fields} scope={access.scope} categories={access.categories} />}
      <Checkbox name="apart" label="Does not see what others send" defaultChecked={access.apart} />
      <Checkbox name="byOrder" label="Only the practice may end it" defaultChecked={access.byOrder} />
      <TextField key={fields.until.key} {...fieldProps(fields.until)} label="Until" optional="optional" hint={usual} type="date" min={today} className="max-w-lg" />
      <EvidenceFields fields={fields} />
      <SubmitButton variant="secondary" pendingLabel="Saving…">Save, and say that I saw it</SubmitButton>
    </form>
  )
}
