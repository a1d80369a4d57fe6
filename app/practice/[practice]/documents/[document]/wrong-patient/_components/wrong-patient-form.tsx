'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { ButtonLink } from '@/components/ui/button-link'
import { fieldProps } from '@/components/ui/field-props'
import { FormError } from '@/components/ui/form-error'
import { TextField } from '@/components/ui/input'
import { RadioGroup } from '@/components/ui/radio-group'
import { SubmitButton } from '@/components/ui/submit-button'
import { TextareaField } from '@/components/ui/textarea'
import { formatBirthDate } from '@/lib/format/dates'
import { listName } from '@/lib/format/names'
import type { Matches } from '@/lib/privacy/schema'
import { wrongPatient } from '../../actions'

/** A name is typed, those whom it fits come back to be chosen from; it works without scripts. */
export function WrongPatientForm({ practice, document, chart }: { practice: string; document: string; chart: string }) {
  const [state, act] = useActionState(withHat(wrongPatient, { practice }), { reply: undefined })
  const [form, fields] = useForm<{ why: string; named: string; right: string }>({ lastResult: state.reply ?? null })
  const matches = (state.refused?.shows as Matches | undefined)?.matches ?? []
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="max-w-2xl space-y-5" noValidate>
      <FormError title="Nothing has been moved yet" errors={form.errors} />
      <input type="hidden" name="document" value={document} />
      <input type="hidden" name="chart" value={chart} />
      <TextareaField key={fields.why.key} {...fieldProps(fields.why)} label="How did it come about?" hint="For the record and for the privacy case." rows={2} required maxLength={500} />
      <TextField
        key={fields.named.key} {...fieldProps(fields.named)} label="Whose is it?" optional="if you know" autoComplete="off" maxLength={200}
        hint="A name, birth date or chart number. Left empty, it goes to nobody’s chart and waits to be filed."
      />
      {matches.length > 0 ? (
        <RadioGroup
          id={fields.right.id} legend="Which of these?" name="right" errors={fields.right.errors}
          options={matches.map((item) => ({ value: item.id, label: listName(item), hint: `born ${formatBirthDate(item.birthDate)}, chart ${item.chartNumber}` }))}
        />
      ) : null}
      <div className="flex flex-wrap gap-3">
        <SubmitButton variant="danger" pendingLabel="Taking it out…">Take it out of this record</SubmitButton>
        <ButtonLink variant="quiet" href={`/practice/${practice}/documents/${document}`}>Leave it as it is</ButtonLink>
      </div>
    </form>
  )
}
