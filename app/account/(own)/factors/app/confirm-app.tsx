'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState, type ReactNode } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { Banner } from '@/components/ui/banner'
import { ButtonLink } from '@/components/ui/button-link'
import { CodeField } from '@/components/ui/code-input'
import { FormError } from '@/components/ui/form-error'
import { SubmitButton } from '@/components/ui/submit-button'
import { useSay } from '@/components/ui/speaking'
import type { ActionState } from '@/lib/access/action'
import type { FactorAdded } from '@/lib/factors/schema'
import { RecoveryCodes } from '../_components/recovery-codes'
import { appCopy } from './_copy/app'

type Act = (previous: ActionState<FactorAdded>, form: FormData) => Promise<ActionState<FactorAdded>>

/** The code that proves the app; then, in the place of all this, the recovery codes. */
export function ConfirmApp({ act, offer, next, children }: { act: Act; offer: string | null; next: string | null; children: ReactNode }) {
  const say = useSay(appCopy)
  const [state, go] = useActionState(act, { reply: undefined })
  const [form, fields] = useForm<{ code: string }>({ lastResult: (state.reply) ?? null })
  if (state.done?.codes) return <RecoveryCodes codes={state.done.codes} next={state.done.next} />
  if (state.done) return <Banner tone="success" live title={say.done} action={<ButtonLink href={state.done.next ?? '/account/factors'} size="sm">{say.goOn}</ButtonLink>}>{say.doneAbout}</Banner>
  return (
    <>
      {children}
      {offer === null ? null : <form {...getFormProps(form)} action={go} onReset={keepTyped(state.done === undefined)} className="mt-4 max-w-[25rem] space-y-5" noValidate>
        <FormError title={say.notYet} errors={form.errors} />
        <input type="hidden" name="offer" value={offer} />
        {next ? <input type="hidden" name="next" value={next} /> : null}
        <CodeField key={fields.code.key} id={fields.code.id} name="code" errors={fields.code.errors} label={say.code} required />
        <SubmitButton pendingLabel={say.checking}>{say.turnOn}</SubmitButton>
      </form>}
    </>
  )
}
