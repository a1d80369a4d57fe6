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
import type { Lang } from '@/components/layout/words'
import { inWords, peopleCopy } from '../../_copy/people'
import { end, finish, leave, narrow, revoke } from '../actions'
import { KindChoices } from './kind-choices'

type To = { hat: string; lang: Lang }
type Narrow = To & { access: string; scope: 'all' | 'categories'; categories: string[]; kinds: { value: string; label: string }[]; first: string; latest: string | undefined }

/** Lets somebody see less, or for a shorter time. */
export function NarrowForm({ hat, lang, access, scope, categories, kinds, first, latest }: Narrow) {
  const copy = peopleCopy[lang]
  const [state, act] = useActionState(withHat(narrow, { portal: hat }), { reply: undefined })
  const [form, fields] = useForm<{ scope: string; categories: string[]; until: string }>({ lastResult: state.reply ?? null, defaultValue: { scope, categories, until: '' } })
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined)} className="group space-y-5 pb-4" noValidate>
      <FormError title={copy.refused} errors={inWords(form.errors, copy)} />
      <input type="hidden" name="access" value={access} />
      <RadioGroup legend={copy.scope} name="scope" defaultValue={scope} errors={inWords(fields.scope.errors, copy)}
        options={[...(scope === 'all' ? [{ value: 'all', label: copy.scopeAll }] : []), { value: 'categories', label: copy.scopeSome }]} />
      <KindChoices id={fields.categories.id} legend={copy.kinds} kinds={kinds} errors={inWords(fields.categories.errors, copy)} chosen={categories} />
      <TextField key={fields.until.key} {...fieldProps(fields.until)} errors={inWords(fields.until.errors, copy)} label={copy.untilLabel} hint={copy.narrowUntilHint} type="date" min={first} max={latest} className="max-w-56" />
      <SubmitButton variant="secondary" pendingLabel={copy.busy}>{copy.narrowButton}</SubmitButton>
    </form>
  )
}

const acts = { end, revoke, leave, finish }
type Simple = To & { act: keyof typeof acts; hidden?: Record<string, string>; button: string; variant: 'danger' | 'quiet' | 'primary' }

/** One press, and what came of it. */
export function PressForm({ hat, lang, act: which, hidden = {}, button, variant }: Simple) {
  const copy = peopleCopy[lang]
  const [state, act] = useActionState(withHat(acts[which] as typeof leave, { portal: hat }), { reply: undefined })
  const [form] = useForm({ lastResult: state.reply ?? null })
  return (
    <form {...getFormProps(form)} action={act} className="space-y-4" noValidate>
      <FormError title={copy.refused} errors={inWords(form.errors, copy)} />
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <SubmitButton variant={variant} pendingLabel={copy.busy}>{button}</SubmitButton>
    </form>
  )
}
