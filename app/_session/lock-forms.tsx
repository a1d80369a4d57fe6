'use client'

import { useCallback, useEffect, useState } from 'react'
import { PlainForm } from '@/app/_components/plain-form'
import type { Ways } from '@/lib/sessions/schema'
import type { PasskeysHere } from '@/lib/sign-in/schema'
import { unlockHerePasskey, unlockHerePassword, unlockHerePin } from './actions'
import { Folded } from './folded'
import { PasskeyForm } from './passkey-form'
import { SignOutForm } from './sign-out-form'
import { telling } from './telling'
import { useFocusFirst } from './use-focus-first'
import { passwordFields, pinFields } from './way-fields'

type Here = { ways: Ways; passkeys: PasskeysHere; locked: boolean }

/** The ways to unlock in place. What was under the cover goes on where it was. */
export function LockForms({ name, place, onUnlocked }: { name: string; place: string | null; onUnlocked: () => void }) {
  const [here, setHere] = useState<Here>()
  const [problem, setProblem] = useState(false)
  const ref = useFocusFirst(here !== undefined)
  const look = useCallback(async () => {
    const found = await waysNow()
    setProblem(found === 'unreachable')
    if (found === 'unreachable') return
    // Over, or unlocked in another window meanwhile.
    if (found?.locked) setHere(found)
    else onUnlocked()
  }, [onUnlocked])
  useEffect(() => {
    const first = setTimeout(() => void look())
    return () => clearTimeout(first)
    // Once: what changes later, a refused try brings.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])

  if (!here)
    return problem
      ? <p className="text-small">The server cannot be reached at the moment. <button type="button" className="min-h-11 font-semibold text-violet underline" onClick={() => void look()}>Try again</button></p>
      : <p role="status" className="text-small text-ink-soft">One moment…</p>
  const { pin, password, passkey } = here.ways
  const after = [onUnlocked, () => void look()] as const
  return (
    <div ref={ref} className="space-y-7">
      <p className="font-name text-name">{name}</p>
      {pin ? <PlainForm act={telling(unlockHerePin.bind(null, 'person'), ...after)} submit="Unlock" pending="Unlocking…" refused="Still locked" wide fields={pinFields(pin)} /> : null}
      {passkey ? <PasskeyForm act={telling(unlockHerePasskey.bind(null, 'person'), ...after)} here={here.passkeys} label="Unlock with a passkey" variant={pin ? 'secondary' : 'primary'} /> : null}
      {password ? (
        <Folded folded={pin !== null || passkey} label="Use the password">
          <PlainForm act={telling(unlockHerePassword.bind(null, 'person'), ...after)} submit="Unlock" pending="Unlocking…" refused="Still locked" wide
            variant={pin || passkey ? 'secondary' : 'primary'} fields={passwordFields(here.ways)} />
        </Folded>
      ) : null}
      {pin || passkey || password ? null : <p className="text-small">Nothing that unlocks this session is left in this browser. Sign in again in a new window, then come back here.</p>}
      <div className="border-t border-line pt-4">
        {place ? <p className="text-small"><a href="/workstation" target="_blank" rel="noopener" className="inline-flex min-h-11 items-center font-semibold text-violet underline">Somebody else’s turn</a> <span className="text-ink-soft">This page waits here, covered.</span></p> : null}
        <p className="text-small text-ink-soft">Signing out gives up what was typed here.</p>
        <SignOutForm />
      </div>
    </div>
  )
}

async function waysNow(): Promise<Here | null | 'unreachable'> {
  try {
    const answer = await fetch('/api/session/ways', { cache: 'no-store' })
    if (answer.ok) return await answer.json() as Here
    return answer.status === 401 ? null : 'unreachable'
  } catch {
    return 'unreachable'
  }
}
