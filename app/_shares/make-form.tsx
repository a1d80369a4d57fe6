'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { PlainField, type FieldSpec } from '@/app/_components/plain-field'
import { Banner } from '@/components/ui/banner'
import { ButtonLink } from '@/components/ui/button-link'
import { FormError } from '@/components/ui/form-error'
import { QrCode } from '@/components/ui/qr-code'
import { SubmitButton } from '@/components/ui/submit-button'
import type { Lang } from '@/components/layout/words'
import type { ActionState } from '@/lib/access/action'
import { formatMoment } from '@/lib/format/dates'
import type { Made } from '@/lib/shares/schema'
import { sharesCopy } from './_copy/shares'

type Props = {
  /** A server action with its hat bound. */
  act: (previous: ActionState<Made>, form: FormData) => Promise<ActionState<Made>>
  fields: readonly FieldSpec[]
  hidden?: Readonly<Record<string, string>>
  lang: Lang
  timeZone: string
  /** Where the list of shares is. */
  list: string
  submit?: string
}

/** Makes a share or a request, and shows once what is told: the link one way, the six digits another. */
export function MakeForm({ act, fields, hidden = {}, lang, timeZone, list, submit }: Props) {
  const say = sharesCopy[lang]
  const [state, go] = useActionState(act, { reply: undefined })
  const [form, meta] = useForm<Record<string, string | string[]>>({
    lastResult: state.reply ?? null,
    defaultValue: Object.fromEntries(fields.map(({ name, value }) => [name, value ?? ''])),
  })
  if (state.done) return <Slip made={state.done} {...{ lang, timeZone, list }} />
  return (
    <form {...getFormProps(form)} action={go} onReset={keepTyped(true)} className="space-y-6" noValidate>
      <FormError title={say.refused} errors={form.errors} fields={fields.map(({ name, label }) => ({ id: meta[name]?.id ?? name, label, errors: meta[name]?.errors }))} />
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {fields.map((field) => <PlainField key={field.name} spec={field} meta={meta[field.name]} />)}
      <SubmitButton size="lg" pendingLabel={say.sharing}>{submit ?? say.submit}</SubmitButton>
    </form>
  )
}

function Slip({ made, lang, timeZone, list }: { made: Made; lang: Lang; timeZone: string; list: string }) {
  const say = sharesCopy[lang]
  return (
    <div className="space-y-6">
      <Banner tone="success" live title={made.link ? say.ready : say.mailed(made.email)}>{say.tell(made.name)}</Banner>
      <p className="font-name text-display tracking-[0.12em]">
        <span className="sr-only">{`${say.code}: ${[...made.code].join(' ')}`}</span>
        <span aria-hidden="true">{made.code.slice(0, 3)} {made.code.slice(3)}</span>
      </p>
      {made.link ? (
        <div className="max-w-sm border-y border-line py-5">
          <p className="text-small text-ink-soft">{say.scan(made.name)}</p>
          <QrCode value={made.link} label={say.link} className="mt-4 w-full max-w-60" />
          <p className="mt-3 text-micro break-all text-ink-faint">{made.link}</p>
        </div>
      ) : null}
      <p className="text-small text-ink-soft">{say.opensUntil} {formatMoment(new Date(made.expiresAt), timeZone, lang)}.</p>
      <ButtonLink variant="secondary" href={list}>{say.toList}</ButtonLink>
    </div>
  )
}
