'use client'

import { useCallback, useEffect, useState } from 'react'
import { PlainForm } from '@/app/_components/plain-form'
import { useLang } from '@/components/ui/speaking'
import type { Ways } from '@/lib/sessions/schema'
import type { PasskeysHere } from '@/lib/sign-in/schema'
import { sessionCopy } from './_copy/session'
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
  const lang = useLang()
  const say = sessionCopy[lang]
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
      ? <p className="text-small">{say.unreachable} <button type="button" className="min-h-11 font-semibold text-violet underline" onClick={() => void look()}>{say.tryAgain}</button></p>
      : <p role="status" className="text-small text-ink-soft">{say.moment}</p>
  const { pin, password, passkey } = here.ways
  const after = [onUnlocked, () => void look()] as const
  return (
    <div ref={ref} className="space-y-7">
      <p className="font-name text-name">{name}</p>
      {pin ? <PlainForm act={telling(unlockHerePin.bind(null, 'person'), ...after)} submit={say.unlock} pending={say.unlocking} refused={say.stillLocked} wide fields={pinFields(pin, lang)} /> : null}
      {passkey ? <PasskeyForm act={telling(unlockHerePasskey.bind(null, 'person'), ...after)} here={here.passkeys} label={say.unlockPasskey} variant={pin ? 'secondary' : 'primary'} /> : null}
      {password ? (
        <Folded folded={pin !== null || passkey} label={say.withPassword}>
          <PlainForm act={telling(unlockHerePassword.bind(null, 'person'), ...after)} submit={say.unlock} pending={say.unlocking} refused={say.stillLocked} wide
            variant={pin || passkey ? 'secondary' : 'primary'} fields={passwordFields(here.ways, lang)} />
        </Folded>
      ) : null}
      {pin || passkey || password ? null : <p className="text-small">{say.noWay}</p>}
      <div className="border-t border-line pt-4">
        {place ? <p className="text-small"><a href="/workstation" target="_blank" rel="noopener" className="inline-flex min-h-11 items-center font-semibold text-violet underline">{say.otherTurn}</a> <span className="text-ink-soft">{say.waits}</span></p> : null}
        <p className="text-small text-ink-soft">{say.givesUp}</p>
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
