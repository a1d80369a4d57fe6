'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { fieldProps } from '@/components/ui/field-props'
import { FormError } from '@/components/ui/form-error'
import { TextField } from '@/components/ui/input'
import { RadioGroup } from '@/components/ui/radio-group'
import { SubmitButton } from '@/components/ui/submit-button'
import { decide } from '../actions'

const options = [
  { value: 'take', label: 'Take it in', hint: 'You know where it comes from, and answer for it.' },
  { value: 'refuse', label: 'Refuse it', hint: 'The file is destroyed. Ask whoever sent it for another.' },
]

/** For the one who answers for a file that the scanner could not look through. */
export function HeldForm({ practice, document, version }: { practice: string; document: string; version: number }) {
  const [state, act] = useActionState(withHat(decide, { practice }), { reply: undefined })
  const [form, fields] = useForm<{ decision: string; why: string }>({ lastResult: state.reply ?? null })
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="space-y-5" noValidate>
      <FormError title="Nothing was decided" errors={form.errors} />
      <input type="hidden" name="document" value={document} />
      <input type="hidden" name="version" value={version} />
      <RadioGroup legend="What is to become of it" name="decision" options={options} errors={fields.decision.errors} />
      <TextField key={fields.why.key} {...fieldProps(fields.why)} label="Why" hint="For the record." required maxLength={500} />
      <SubmitButton pendingLabel="Noting…">Decide</SubmitButton>
    </form>
  )
}
