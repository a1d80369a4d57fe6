'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import type { ActionState } from '@/lib/access/action'
import type { Ways } from '@/lib/sessions/schema'
import type { PasskeysHere } from '@/lib/sign-in/schema'
import { unlockHerePasskey, unlockHerePassword, unlockHerePin } from './actions'
import { ShowAgain } from './show-again'
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
  return (
    <div className="space-y-7">
      <p className="font-name text-name">{name}</p>
      <ShowAgain ways={here.ways} passkeys={here.passkeys} next={null} verb="Unlock" pending="Unlocking…" refused="Still locked"
        pin={then(unlockHerePin.bind(null, 'person'))} password={then(unlockHerePassword.bind(null, 'person'))} passkey={then(unlockHerePasskey.bind(null, 'person'))} />
      <div className="border-t border-line pt-4">
        <p className="text-small text-ink-soft">Not {name.split(' ')[0]}? Signing out gives up what was typed here.</p>
        <SignOutForm />
      </div>
    </div>
  )
}
