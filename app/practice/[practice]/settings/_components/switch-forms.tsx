'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { fieldProps } from '@/components/ui/field-props'
import { FormError } from '@/components/ui/form-error'
import { TextField } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import type { PracticeFunction } from '@/lib/practice/schema'
import { close, reopen } from '../actions'

/** One sentence and one press: asking more of somebody who has just seen a leak would cost the minutes that count. */
export function CloseForm({ practice, name, title }: { practice: string; name: PracticeFunction; title: string }) {
  const [state, act] = useActionState(withHat(close, { practice }), { reply: undefined })
  const [form, fields] = useForm<{ why: string }>({ id: `close-${name}`, lastResult: state.reply ?? null })
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="space-y-3" noValidate>
      <FormError title="Not closed" errors={form.errors} />
      <input type="hidden" name="function" value={name} />
      <TextField key={fields.why.key} {...fieldProps(fields.why)} label="Why" hint="What was noticed, without names of patients." required maxLength={500} autoComplete="off" />
      <SubmitButton variant="danger" pendingLabel="Closing…">Close {title.charAt(0).toLowerCase() + title.slice(1)}</SubmitButton>
    </form>
  )
}

export function ReopenForm({ practice, id, name }: { practice: string; id: string; name: string }) {
  const [state, act] = useActionState(withHat(reopen, { practice }), { reply: undefined })
  const [form, fields] = useForm<{ why: string }>({ id: `open-${id}`, lastResult: state.reply ?? null })
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="space-y-3" noValidate>
      <FormError title="Not opened" errors={form.errors} />
      <input type="hidden" name="switch" value={id} />
      <TextField key={fields.why.key} {...fieldProps(fields.why)} label="What has been made sure of" required maxLength={500} autoComplete="off" />
      <SubmitButton variant="secondary" pendingLabel="Opening…">Open {name.charAt(0).toLowerCase() + name.slice(1)} again</SubmitButton>
    </form>
  )
}
