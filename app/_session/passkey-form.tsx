'use client'

import { startAuthentication } from '@simplewebauthn/browser'
import { Fingerprint } from 'lucide-react'
import { useActionState, useRef, useState, useSyncExternalStore, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { useLang } from '@/components/ui/speaking'
import type { Lang } from '@/lib/format/lang'
import type { ActionState } from '@/lib/access/action'
import type { PasskeysHere } from '@/lib/sign-in/schema'
import { sessionCopy } from './_copy/session'

type Props<O> = {
  act: (previous: ActionState<O>, form: FormData) => Promise<ActionState<O>>
  here: PasskeysHere
  label: string
  next?: string | null
  /** A line with "or" above. */
  divided?: boolean
  variant?: 'primary' | 'secondary'
  /** Told what came of it, where no page follows. */
  onDone?: (done: O) => void
}

/** Shows a passkey to a command. Where passkeys cannot work it says why, in place of a button that would fail. */
export function PasskeyForm<O>({ act, here, label, next, divided, variant = 'secondary', onDone }: Props<O>) {
  const [state, go] = useActionState(async (previous: ActionState<O>, form: FormData) => {
    const after = await act(previous, form)
    if (after.done !== undefined) onDone?.(after.done)
    return after
  }, { reply: undefined })
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [pending, start] = useTransition()
  const lang = useLang()
  const say = sessionCopy[lang]
  const able = useSyncExternalStore(nothing, () => cannot(here, lang), () => 'unknown')
  const form = useRef<HTMLFormElement>(null)

  async function show() {
    setProblem(undefined)
    setBusy(true)
    try {
      const assertion = await startAuthentication({ optionsJSON: await askOptions(say.passkeysAway) })
      const data = new FormData()
      data.set('assertion', JSON.stringify(assertion))
      if (next) data.set('next', next)
      start(() => go(data))
    } catch (error) {
      setProblem(said(error, lang))
    } finally {
      setBusy(false)
    }
  }

  if (able === 'unknown') return null
  const errors = problem ?? state.refused?.says ?? state.reply?.error?.['assertion']?.join(' ')
  return (
    <form ref={form} className={divided ? 'mt-6' : ''} onSubmit={(event) => event.preventDefault()}>
      {divided ? <p aria-hidden="true" className="mb-6 flex items-center gap-4 text-small text-ink-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">{say.or}</p> : null}
      {able ? (
        <p className="text-small text-ink-soft">{able}</p>
      ) : (
        <Button variant={variant} wide loading={busy || pending} icon={<Fingerprint aria-hidden="true" />} onClick={() => void (busy || pending || show())}>{label}</Button>
      )}
      <p role="alert" className={errors ? 'mt-3 text-small font-medium text-pink' : 'sr-only'}>{errors}</p>
    </form>
  )
}

const nothing = () => () => {}

/** Why this browser cannot, or an empty text. */
export function cannot(here: PasskeysHere, lang: Lang): string {
  const say = sessionCopy[lang]
  if (!here.works) return say.passkeysNeedTls
  if (typeof PublicKeyCredential === 'undefined') return say.noPasskeys
  return location.origin === here.origin ? '' : say.passkeysOnly(here.origin)
}

async function askOptions(away: string) {
  const answer = await fetch('/api/passkey', { method: 'POST' })
  const body = await answer.json() as { says?: string }
  if (!answer.ok) throw new Refused(body.says ?? away)
  return body as Parameters<typeof startAuthentication>[0]['optionsJSON']
}

class Refused extends Error {}

/** The browser's own words are for developers. */
export function said(error: unknown, lang: Lang): string {
  const say = sessionCopy[lang]
  if (error instanceof Refused) return error.message
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'AbortError') return say.passkeyNotShown
  if (name === 'InvalidStateError') return say.passkeyKnown
  return say.passkeyUnread
}
