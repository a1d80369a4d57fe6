'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import { PlainForm } from '@/app/_components/plain-form'
import type { ActionState } from '@/lib/access/action'
import type { Ways } from '@/lib/sessions/schema'
import type { PasskeysHere } from '@/lib/sign-in/schema'
import { unlockHerePasskey, unlockHerePassword, unlockHerePin } from './actions'
import { PasskeyForm } from './passkey-form'
import { SignOutForm } from './sign-out-form'

type Here = { ways: Ways; passkeys: PasskeysHere; locked: boolean }

/** The ways to unlock in place. What was under the cover goes on where it was. */
export function LockForms({ name, onUnlocked }: { name: string; onUnlocked: () => void }) {
  const [here, setHere] = useState<Here>()
  const [problem, setProblem] = useState(false)
  async function look() {
    try {
      const answer = await fetch('/api/session/ways', { cache: 'no-store' })
      if (!answer.ok && answer.status !== 401) return setProblem(true)
      const found = answer.ok ? await answer.json() as Here : null
      // Over, or unlocked in another window meanwhile.
      setProblem(false)
      if (found?.locked) setHere(found)
      else onUnlocked()
    } catch {
      setProblem(true)
    }
  }
  const begin = useEffectEvent(look)
  useEffect(() => void begin(), [])

  const then = <O,>(act: (previous: ActionState<O>, form: FormData) => Promise<ActionState<O>>) => async (previous: ActionState<O>, form: FormData) => {
    const after = await act(previous, form)
    if (after.done !== undefined) onUnlocked()
    return after
  }
  if (!here)
    return problem
      ? <p className="text-small">The server cannot be reached at the moment. <button type="button" className="min-h-11 font-semibold text-violet underline" onClick={() => void look()}>Try again</button></p>
      : <p role="status" className="text-small text-ink-soft">One moment…</p>
  const { pin, password, passkey, code } = here.ways
  return (
    <div className="space-y-7">
      <p className="font-name text-name">{name}</p>
      {pin ? (
        <PlainForm act={then(unlockHerePin.bind(null, 'person'))} submit="Unlock" pending="Unlocking…" refused="Still locked" wide
          fields={[{ name: 'pin', label: pin.where === 'phone' ? 'Your six digits' : 'Your PIN at this computer', kind: 'pin', autoComplete: 'off' }]} />
      ) : null}
      {passkey ? <PasskeyForm act={then(unlockHerePasskey.bind(null, 'person'))} here={here.passkeys} label="Unlock with a passkey" variant={pin ? 'secondary' : 'primary'} /> : null}
      {password ? <Folded folded={pin !== null || passkey} label="Use the password">
        <PlainForm act={then(unlockHerePassword.bind(null, 'person'))} submit="Unlock" pending="Unlocking…" refused="Still locked" wide variant={pin || passkey ? 'secondary' : 'primary'}
          fields={[{ name: 'password', label: 'Password', kind: 'password', autoComplete: 'current-password' }, ...(code ? [{ name: 'code', label: 'Code from your app', kind: 'code' as const }] : [])]} />
      </Folded> : null}
      <div className="border-t border-line pt-4">
        <p className="text-small text-ink-soft">Not {name.split(' ')[0]}? Signing out gives up what was typed here.</p>
        <SignOutForm />
      </div>
    </div>
  )
}

function Folded({ folded, label, children }: { folded: boolean; label: string; children: React.ReactNode }) {
  if (!folded) return children
  return (
    <details>
      <summary className="inline-flex min-h-11 cursor-pointer items-center text-small font-semibold text-violet">{label}</summary>
      <div className="mt-3">{children}</div>
    </details>
  )
}
