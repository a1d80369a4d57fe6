'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { Banner } from '@/components/ui/banner'
import { fieldProps } from '@/components/ui/field-props'
import { FormError } from '@/components/ui/form-error'
import { TextField } from '@/components/ui/input'
import { SelectField } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'
import type { DocumentItem } from '@/lib/documents/schema'
import { SecondLook, lookOf } from '../../../_components/second-look'
import { file } from '../actions'

type Props = {
  practice: string
  document: Pick<DocumentItem, 'id' | 'title' | 'category' | 'takenOn' | 'tooth' | 'filedAt'>
  /** The chart that the page shows it in. */
  chart: string
  categories: { value: string; label: string }[]
  today: string
}

/** What a document is: asked once, when it is filed, and open to correction afterwards. */
export function FilingForm({ practice, document, chart, categories, today }: Props) {
  const [state, act] = useActionState(withHat(file, { practice }), { reply: undefined })
  const [form, fields] = useForm({
    lastResult: state.reply ?? null,
    defaultValue: { document: document.id, category: document.category ?? '', title: document.title, takenOn: document.takenOn ?? today, tooth: document.tooth ?? '' },
  })
  const filed = document.filedAt !== null
  const look = lookOf(state.refused)
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="space-y-5" noValidate>
      {look ? <SecondLook look={look} what="filed" /> : <FormError title="This document was not filed" errors={form.errors} />}
      {state.done ? <Banner tone="success" live title={filed ? 'Saved' : 'Filed'}>{state.done.released ? 'The practice’s rule released it to the patient.' : 'What the patient sees of it stands on this page.'}</Banner> : null}
      <input type="hidden" name="document" value={document.id} />
      <input type="hidden" name="chart" value={chart} />
      <TextField key={fields.title.key} {...fieldProps(fields.title)} label="Title" hint="The patient reads this: “X-ray of the lower left”, not a file name." required maxLength={200} />
      <div className="grid gap-5 sm:grid-cols-3">
        <SelectField key={fields.category.key} {...fieldProps(fields.category)} label="Kind" placeholder="Choose" options={categories} required />
        <TextField key={fields.takenOn.key} {...fieldProps(fields.takenOn)} label="Date" type="date" max={today} required />
        <TextField key={fields.tooth.key} {...fieldProps(fields.tooth)} label="Tooth" optional="optional" hint="1 to 32, or A to T" autoCapitalize="characters" maxLength={3} />
      </div>
      <SubmitButton pendingLabel="Saving…">{filed ? 'Save changes' : 'File it'}</SubmitButton>
    </form>
  )
}
