'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState, type ReactNode } from 'react'
import { Banner } from '@/components/ui/banner'
import { useLang } from '@/components/ui/speaking'
import { FormError } from '@/components/ui/form-error'
import { SubmitButton } from '@/components/ui/submit-button'
import type { ActionState } from '@/lib/access/action'
import { plural } from '@/lib/format/plurals'
import { plainFormCopy } from './_copy/plain-form'
import { keepTyped } from './keep-typed'
import { PlainField, type FieldSpec } from './plain-field'

type Outcome = { outcome?: string; triesLeft?: number }

type Props<O> = {
  /** A server action with its hat bound. */
  act: (previous: ActionState<O>, form: FormData) => Promise<ActionState<O>>
  fields?: readonly FieldSpec[]
  /** Ids that travel along; claims like anything in a form. */
  hidden?: Readonly<Record<string, string>>
  submit: string
  pending: string
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  wide?: boolean
  /** Above the errors of a form that came back: "You were not signed in". */
  refused: string
  /** What a success without a page of its own says. */
  done?: ReactNode
  /** Where an operation answers with an outcome: what a wrong code or PIN is called, and that the link is over. */
  wrong?: string
  gone?: ReactNode
  children?: ReactNode
}

/** A form of ordinary fields around one command. What was typed is kept, and it works before any script has loaded. */
export function PlainForm<O>({ act, fields = [], hidden = {}, submit, pending, variant = 'primary', wide, refused, done, wrong, gone, children }: Props<O>) {
  const [state, go] = useActionState(act, { reply: undefined })
  const [form, meta] = useForm<Record<string, string | string[]>>({
    lastResult: (state.reply) ?? null,
    defaultValue: Object.fromEntries(fields.map(({ name, value }) => [name, value ?? ''])),
  })
  const lang = useLang()
  const { outcome, triesLeft } = (state.done ?? {}) as Outcome
  return (
    <form {...getFormProps(form)} action={go} onReset={keepTyped(state.done === undefined)} className="space-y-5" noValidate>
      <FormError
        title={refused}
        errors={form.errors}
        fields={fields.length > 1 ? fields.map(({ name, label }) => ({ id: meta[name]?.id ?? name, label, errors: meta[name]?.errors })) : []}
      />
      {outcome === 'wrong' ? (
        <Banner tone="danger" live title={wrong}>
          {plural(lang, triesLeft ?? 0, plainFormCopy[lang].triesLeft)}
        </Banner>
      ) : null}
      {outcome === 'gone' ? <Banner tone="danger" live>{gone}</Banner> : null}
      {state.done && outcome === undefined && done ? <Banner tone="success" live>{done}</Banner> : null}
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {fields.map((field) => <PlainField key={field.name} spec={field} meta={meta[field.name]} />)}
      {children}
      {outcome === 'gone' ? null : <SubmitButton variant={variant} pendingLabel={pending} {...(wide ? { wide } : {})}>{submit}</SubmitButton>}
    </form>
  )
}
