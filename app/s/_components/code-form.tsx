'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { Banner } from '@/components/ui/banner'
import { CodeField } from '@/components/ui/code-input'
import { FormError } from '@/components/ui/form-error'
import { SubmitButton } from '@/components/ui/submit-button'
import type { Lang } from '@/components/layout/words'
import { withHat } from '@/app/_components/with-hat'
import { open } from '../actions'
import { guestCopy } from '../_copy/guest'

/** The six digits, once. */
export function CodeForm({ token, lang }: { token: string; lang: Lang }) {
  const say = guestCopy[lang]
  const [state, act] = useActionState(withHat(open, 'visitor'), { reply: undefined })
  const [form, fields] = useForm<{ code: string }>({ lastResult: state.reply ?? null })
  const { outcome, triesLeft = 0 } = state.done ?? {}
  if (outcome === 'gone') return <Banner tone="danger" live>{say.gone}</Banner>
  return (
    <form {...getFormProps(form)} action={act} className="space-y-5" noValidate>
      <FormError title={say.notChecked} errors={form.errors} />
      {outcome === 'wrong' ? <Banner tone="danger" live title={say.wrong}>{say.left(triesLeft)}</Banner> : null}
      <input type="hidden" name="token" value={token} />
      <CodeField id={fields.code.id} name="code" label={say.code} hint={say.codeHint} required errors={fields.code.errors} />
      <SubmitButton wide pendingLabel={say.checking}>{say.goOn}</SubmitButton>
    </form>
  )
}
