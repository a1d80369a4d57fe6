'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState, useState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { fieldProps } from '@/components/ui/field-props'
import { FormError } from '@/components/ui/form-error'
import { TextField } from '@/components/ui/input'
import { QrCode } from '@/components/ui/qr-code'
import { RadioGroup } from '@/components/ui/radio-group'
import { SelectField } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'
import type { Lang } from '@/components/layout/words'
import { langChoices } from '@/lib/format/lang'
import { spaced } from '@/lib/invitations/rules'
import { inWords, peopleCopy } from '../../_copy/people'
import { invite } from '../actions'
import { KindChoices } from './kind-choices'

type Values = { name: string; relation: string; channel: string; email: string; language: string; scope: string; categories: string[]; until: string }

/** Lets somebody in; shows the six digits, and the code to scan, once. */
export function InviteHelperForm({ hat, lang, first, latest, kinds }: { hat: string; lang: Lang; first: string; latest: string; kinds: { value: string; label: string }[] }) {
  const copy = peopleCopy[lang]
  const [state, act] = useActionState(withHat(invite, { portal: hat }), { reply: undefined })
  const [form, fields] = useForm<Values>({
    lastResult: state.reply ?? null,
    defaultValue: { name: '', relation: 'helper', channel: 'counter', email: '', language: lang, scope: 'all', categories: [], until: latest },
  })
  const [closed, close] = useState<string>()
  if (state.done && state.done.invitation !== closed) {
    const { invitation, code, link, email } = state.done
    return (
      <div className="space-y-5">
        <Banner tone="success" live title={copy.code}>{copy.codeText}{email ? ` ${copy.sent(email)}` : ''}</Banner>
        <p className="font-name text-display tracking-[0.12em]" aria-label={[...code].join(' ')}>{spaced(code)}</p>
        {link ? (
          <div>
            <p>{copy.scan}</p>
            <QrCode value={link} label={copy.qr} className="mt-3 w-full max-w-60" />
          </div>
        ) : null}
        <Button variant="secondary" onClick={() => close(invitation)}>{copy.done}</Button>
      </div>
    )
  }
  const words = (field: { errors?: string[] | undefined }) => inWords(field.errors, copy)
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="group space-y-5" noValidate>
      <FormError title={copy.refused} errors={inWords(form.errors, copy)} />
      <TextField key={fields.name.key} {...fieldProps(fields.name)} errors={words(fields.name)} label={copy.name} required maxLength={120} autoComplete="off" />
      <RadioGroup key={fields.relation.key} legend={copy.relation} name="relation" defaultValue={fields.relation.initialValue ?? 'helper'} errors={words(fields.relation)}
        options={[{ value: 'helper', label: copy.helper }, { value: 'carer', label: copy.carer }]} />
      <RadioGroup key={fields.scope.key} legend={copy.scope} name="scope" defaultValue={fields.scope.initialValue ?? 'all'} errors={words(fields.scope)}
        options={[{ value: 'all', label: copy.scopeAll }, { value: 'categories', label: copy.scopeSome }]} />
      <KindChoices id={fields.categories.id} legend={copy.kinds} kinds={kinds} errors={words(fields.categories)} chosen={(fields.categories.initialValue as string[] | undefined) ?? []} />
      <TextField key={fields.until.key} {...fieldProps(fields.until)} errors={words(fields.until)} label={copy.untilLabel} hint={copy.untilHint} type="date" min={first} max={latest} required className="max-w-56" />
      <RadioGroup key={fields.channel.key} legend={copy.how} name="channel" defaultValue={fields.channel.initialValue ?? 'counter'} errors={words(fields.channel)}
        options={[{ value: 'counter', label: copy.counter, hint: copy.counterHint }, { value: 'mail', label: copy.mail, hint: copy.mailHint }]} />
      <TextField key={fields.email.key} {...fieldProps(fields.email)} errors={words(fields.email)} label={copy.email} hint={copy.emailHint} type="email" autoComplete="off" />
      <SelectField key={fields.language.key} {...fieldProps(fields.language)} label={copy.language} options={[...langChoices]} />
      <SubmitButton pendingLabel={copy.busy}>{copy.inviteButton}</SubmitButton>
    </form>
  )
}
