'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { fieldProps } from '@/components/ui/field-props'
import { FormError } from '@/components/ui/form-error'
import { TextField } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import { TextareaField } from '@/components/ui/textarea'
import { SecondLook, lookOf } from '../../../_components/second-look'
import { readdress, release, withdraw } from '../actions'
import { Audience, type Person } from './audience'

type Props = { practice: string; document: string; chart: string; people: readonly Person[]; today: string }

/** Says who will see it before it is released. */
export function ReleaseForm({ practice, document, chart, people, today }: Props) {
  const [state, act] = useActionState(withHat(release, { practice }), { reply: undefined })
  const [form, fields] = useForm<{ note: string; until: string; audience: string; readers: string[] }>({ lastResult: state.reply ?? null })
  const look = lookOf(state.refused)
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="space-y-5" noValidate>
      {look ? <SecondLook look={look} what="released" /> : <FormError title="This document was not released" errors={form.errors} />}
      <input type="hidden" name="document" value={document} />
      <input type="hidden" name="chart" value={chart} />
      <p>
        {people.length > 0
          ? <>Released, it can be seen by <strong>{people.map(({ name }) => name).join(', ')}</strong>.</>
          : 'Nobody has portal access for this patient yet. Released, it waits until somebody has.'}
      </p>
      {people.length > 1 ? <Audience id={fields.readers.id} people={people} chosen={typedAudience(form.initialValue)} errors={fields.readers.errors} /> : null}
      <TextareaField key={fields.note.key} {...fieldProps(fields.note)} label="Note to the patient" optional="optional" rows={2} maxLength={1000} />
      <TextField key={fields.until.key} {...fieldProps(fields.until)} label="Until" optional="optional" hint="To the end of this day; empty means until it is withdrawn." type="date" min={today} className="max-w-56" />
      <SubmitButton pendingLabel="Releasing…">Release to the patient</SubmitButton>
    </form>
  )
}

/** What was chosen in a form that came back. */
function typedAudience(typed: unknown): string[] | null {
  const { audience, readers } = (typed ?? {}) as { audience?: unknown; readers?: unknown }
  if (audience !== 'named') return null
  return Array.isArray(readers) ? readers.filter((one) => typeof one === 'string') : typeof readers === 'string' ? [readers] : []
}

/** Another audience for a release that stands. */
export function ReaddressForm({ practice, document, chart, people, chosen }: Omit<Props, 'today'> & { chosen: readonly string[] | null }) {
  const [state, act] = useActionState(withHat(readdress, { practice }), { reply: undefined })
  const [form, fields] = useForm<{ readers: string[] }>({ lastResult: state.reply ?? null })
  const look = lookOf(state.refused)
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="space-y-4" noValidate>
      {look ? <SecondLook look={look} what="changed" /> : <FormError title="Nothing was changed" errors={form.errors} />}
      <input type="hidden" name="document" value={document} />
      <input type="hidden" name="chart" value={chart} />
      <Audience id={fields.readers.id} people={people} chosen={state.reply ? typedAudience(form.initialValue) : chosen} errors={fields.readers.errors} />
      <SubmitButton variant="secondary" pendingLabel="Changing…">Change who sees it</SubmitButton>
    </form>
  )
}

/** Ends a release, with the reason for the record. */
export function WithdrawForm({ practice, document }: { practice: string; document: string }) {
  const [state, act] = useActionState(withHat(withdraw, { practice }), { reply: undefined })
  const [form, fields] = useForm<{ why: string }>({ lastResult: state.reply ?? null })
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="space-y-4" noValidate>
      <FormError title="This document was not withdrawn" errors={form.errors} />
      <input type="hidden" name="document" value={document} />
      <TextField key={fields.why.key} {...fieldProps(fields.why)} label="Why it is withdrawn" hint="For the record; the patient does not read it." required maxLength={500} />
      <SubmitButton variant="danger" pendingLabel="Withdrawing…">Withdraw it</SubmitButton>
    </form>
  )
}
