'use client'

import { startRegistration } from '@simplewebauthn/browser'
import { Fingerprint } from 'lucide-react'
import { useActionState, useState, useSyncExternalStore, useTransition } from 'react'
import { sessionCopy } from '@/app/_session/_copy/session'
import { cannot, said } from '@/app/_session/passkey-form'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { useLang } from '@/components/ui/speaking'
import type { ActionState } from '@/lib/access/action'
import type { FactorAdded } from '@/lib/factors/schema'
import type { PasskeysHere } from '@/lib/sign-in/schema'
import { factorsCopy } from '../_copy/factors'
import { RecoveryCodes } from './recovery-codes'

type Act = (previous: ActionState<FactorAdded>, form: FormData) => Promise<ActionState<FactorAdded>>

/** Makes a passkey on this device. Where that cannot work it says why. */
export function AddPasskey({ act, here, next }: { act: Act; here: PasskeysHere; next: string | null }) {
  const lang = useLang()
  const say = factorsCopy[lang]
  const [state, go] = useActionState(act, { reply: undefined })
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [pending, start] = useTransition()
  const why = useSyncExternalStore(() => () => {}, () => cannot(here, lang), () => sessionCopy[lang].passkeysNeedScript)

  async function make() {
    setProblem(undefined)
    setBusy(true)
    try {
      const answer = await fetch('/api/passkey/new', { method: 'POST' })
      const body = await answer.json() as { error?: string; says?: string }
      if (body.error === 'step_up') return location.assign(`/confirm?next=${encodeURIComponent(location.pathname + location.search)}`)
      if (!answer.ok) return setProblem(body.says)
      const attestation = await startRegistration({ optionsJSON: body as Parameters<typeof startRegistration>[0]['optionsJSON'] })
      const data = new FormData()
      data.set('attestation', JSON.stringify(attestation))
      if (next) data.set('next', next)
      start(() => go(data))
    } catch (error) {
      setProblem(said(error, lang))
    } finally {
      setBusy(false)
    }
  }

  if (why) return <p className="text-small text-ink-soft">{why}</p>
  if (state.done?.codes) return <RecoveryCodes codes={state.done.codes} next={state.done.next} />
  if (state.done) return <Banner tone="success" live title={say.passkeyAdded} action={state.done.next ? <ButtonLink href={state.done.next} size="sm">{say.goOn}</ButtonLink> : null}>{say.letterToo}</Banner>
  const errors = problem ?? state.refused?.says ?? state.reply?.error?.['attestation']?.join(' ')
  return (
    <>
      <Button variant="secondary" icon={<Fingerprint aria-hidden="true" />} loading={busy || pending} onClick={() => void (busy || pending || make())}>{say.addPasskey}</Button>
      <p role="alert" className={errors ? 'mt-3 text-small font-medium text-pink' : 'sr-only'}>{errors}</p>
    </>
  )
}
