'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { PlainField, type FieldSpec } from '@/app/_components/plain-field'
import { withHat } from '@/app/_components/with-hat'
import { Banner } from '@/components/ui/banner'
import { buttonLook } from '@/components/ui/button-look'
import { FormError } from '@/components/ui/form-error'
import { SubmitButton } from '@/components/ui/submit-button'
import type { MadeFolder } from '@/lib/folders/schema'
import { newFolder } from '../actions'

/** Makes a credential for a folder program, and shows it once. */
export function NewFolderForm({ practice, fields, list }: { practice: string; fields: readonly FieldSpec[]; list: string }) {
  const [state, go] = useActionState(withHat(newFolder, { practice }), { reply: undefined })
  const [form, meta] = useForm<Record<string, string>>({
    lastResult: state.reply ?? null,
    defaultValue: Object.fromEntries(fields.map(({ name, value }) => [name, typeof value === 'string' ? value : ''])),
  })
  if (state.done) return <Credential made={state.done} list={list} />
  return (
    <form {...getFormProps(form)} action={go} onReset={keepTyped(true)} className="space-y-5" noValidate>
      <FormError title="No credential was made" errors={form.errors} fields={fields.map(({ name, label }) => ({ id: meta[name]?.id ?? name, label, errors: meta[name]?.errors }))} />
      {fields.map((field) => <PlainField key={field.name} spec={field} meta={meta[field.name]} />)}
      <SubmitButton pendingLabel="Making…">Make a credential</SubmitButton>
    </form>
  )
}

function Credential({ made, list }: { made: MadeFolder; list: string }) {
  return (
    <div className="space-y-5">
      <Banner tone="success" live title={`${made.name} may bring files now`}>
        This line is its credential. It is shown only now: put it into the file that the program reads, and nowhere else.
      </Banner>
      <p className="border-y border-line py-4 font-mono text-small break-all select-all">{made.credential}</p>
      {/* A whole new page: what was shown once stays in no memory of this one. */}
      <a className={buttonLook('secondary', 'md', false, '')} href={list}>I have put it there</a>
    </div>
  )
}
