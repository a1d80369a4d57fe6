'use client'

import dynamic from 'next/dynamic'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useSay } from '@/components/ui/speaking'
import { IdleClock, SleepWatch } from '@/lib/sessions/client'
import type { SessionState } from '@/lib/sessions/schema'
import { sessionCopy } from './_copy/session'
import { Cover } from './cover'
import { CoverLinks } from './cover-links'
import { LockWarning } from './lock-warning'
import { hearWindows, tellWindows } from './windows'

// Fetched when the warning comes, not with every page: most visits never see them.
const LockForms = dynamic(() => import('./lock-forms').then((module) => module.LockForms), { ssr: false, loading: Moment })
const BackByPin = dynamic(() => import('./back-by-pin').then((module) => module.BackByPin), { ssr: false })

function Moment() {
  return <p>{useSay(sessionCopy).moment}</p>
}

type State = Omit<SessionState, 'place'>
type View = 'open' | 'warning' | 'locked' | 'ended' | { other: string }

/** A person's acts are told to the server at most this often (ms); what it counts by is the server's clock alone. */
const tellEvery = 60_000
const askEvery = 60_000
/** Seconds. */
const warnAt = 120

const isCover = (view: View) => view !== 'open' && view !== 'warning'

/**
 * Stands on every page of somebody who is signed in. When the session locks it covers the page without leaving it, so
 * that typed text and running uploads survive; the server meanwhile answers no question of this session. What it does not
 * cover: what the page has already shown is still in this computer's memory.
 */
export function SessionGuard({ secondsLeft, personId, name, place }: Omit<SessionState, 'state'>) {
  const say = useSay(sessionCopy)
  const [view, setView] = useState<View>('open')
  const [left, setLeft] = useState(secondsLeft)
  const viewNow = useRef<View>('open')
  const clock = useRef<IdleClock>(null)
  const sleep = useRef<SleepWatch>(null)
  /** When acts were told last, and the last act not told yet (ms, monotonic). */
  const told = useRef(0)
  const untold = useRef<number>(null)
  /** This window locked; until the server has heard it, its word that the session is live means nothing. */
  const owesLock = useRef(false)

  const show = useCallback((next: View) => {
    // Whatever the machine did under the cover is over.
    if (isCover(viewNow.current) && !isCover(next)) sleep.current = new SleepWatch()
    // A covered page must not go on being read aloud.
    if (isCover(next)) window.dispatchEvent(new Event('enamel-covered'))
    viewNow.current = next
    setView(next)
  }, [])

  const heard = useCallback((state: State) => {
    if (state.personId !== personId) return show({ other: state.name })
    if (state.state === 'locked' || state.secondsLeft <= 0) return show('locked')
    clock.current?.set(state.secondsLeft)
    show(state.secondsLeft <= warnAt ? 'warning' : 'open')
  }, [personId, show])

  /** Asks the server, which alone knows. Where it cannot be reached, a page that was to lock stays locked. */
  const consult = useCallback(async (path: 'state' | 'act' = 'state', ago = 0) => {
    try {
      if (owesLock.current) {
        const locking = await fetch('/api/session/lock', { method: 'POST', cache: 'no-store' })
        if (!locking.ok && locking.status !== 401) return
        owesLock.current = false
      }
      const answer = await fetch(`/api/session/${path}`, path === 'act'
        ? { method: 'POST', cache: 'no-store', body: JSON.stringify({ ago }) } : { cache: 'no-store' })
      if (answer.ok) {
        const state = await answer.json() as State
        if (path === 'act') tellWindows({ type: 'act', secondsLeft: state.secondsLeft })
        return heard(state)
      }
      const { error } = await answer.json().catch(() => ({})) as { error?: string }
      if (error === 'locked') return show('locked')
      if (error === 'unauthenticated') return show('ended')
    } catch {
      // Offline, or the server restarts: the clock below goes on by itself.
    }
    if ((clock.current?.left() ?? 0) <= 0) show('locked')
  }, [heard, show])

  useEffect(() => {
    clock.current = new IdleClock(secondsLeft)
    sleep.current = new SleepWatch()
    told.current = performance.now()
    const covered = () => isCover(viewNow.current)

    const tell = () => {
      const now = performance.now()
      const ago = Math.min(120, Math.max(0, Math.round((now - (untold.current ?? now)) / 1000)))
      told.current = now
      untold.current = null
      void consult('act', ago)
    }
    const lockNow = () => {
      show('locked')
      tellWindows({ type: 'locked' })
      owesLock.current = true
      void consult()
    }
    const tick = () => {
      if (covered()) return
      // Whoever opens a laptop that was shut may be somebody else, however little of the idle time had passed.
      if (sleep.current?.slept()) return lockNow()
      const now = clock.current?.left() ?? 0
      setLeft(now)
      if (untold.current !== null && performance.now() - told.current >= tellEvery) tell()
      if (now <= 0) {
        // Covered first, then asked: somebody may have acted in a window this one does not hear.
        show('locked')
        void consult()
      } else if (now <= warnAt && viewNow.current === 'open') {
        show('warning')
        void consult()
      }
    }
    const onAct = (event: Event) => {
      // Only what a person did: neither a script on the page nor a key held down by a folder is a sign of somebody there.
      if (!event.isTrusted || (event as KeyboardEvent).repeat) return
      // The first press after a sleep comes before the next tick.
      tick()
      if (covered()) return
      untold.current = performance.now()
      if (performance.now() - told.current >= tellEvery || viewNow.current === 'warning') tell()
    }
    const wake = () => {
      if (document.visibilityState !== 'visible') return
      tick()
      void consult()
    }
    const unhear = hearWindows((word) => {
      if (word.type === 'locked') return show('locked')
      if (word.type === 'act') {
        clock.current?.set(word.secondsLeft)
        if (viewNow.current === 'warning') show('open')
      } else void consult()
    })
    const acts = ['pointerdown', 'keydown', 'touchstart', 'wheel'] as const
    for (const act of acts) document.addEventListener(act, onAct, { passive: true, capture: true })
    document.addEventListener('visibilitychange', wake)
    window.addEventListener('pageshow', wake)
    window.addEventListener('focus', wake)
    window.addEventListener('enamel-lock', lockNow)
    const ticking = setInterval(tick, 1_000)
    const asking = setInterval(() => void (document.visibilityState === 'visible' && consult()), askEvery)
    return () => {
      for (const act of acts) document.removeEventListener(act, onAct, { capture: true })
      document.removeEventListener('visibilitychange', wake)
      window.removeEventListener('pageshow', wake)
      window.removeEventListener('focus', wake)
      window.removeEventListener('enamel-lock', lockNow)
      clearInterval(ticking)
      clearInterval(asking)
      unhear()
    }
    // A new page brings a new count; the rest is stable.
  }, [secondsLeft, consult, show])

  const back = () => {
    tellWindows({ type: 'unlocked' })
    void consult()
  }

  if (view === 'open') return null
  if (view === 'warning') return <LockWarning seconds={left} stay={() => void consult('act')} />
  if (view === 'locked') return <Cover title={say.locked} lead={say.lockedLead}><LockForms name={name} place={place} onUnlocked={back} /></Cover>
  const again = () => void consult()
  if (view === 'ended')
    return (
      <Cover title={say.endedTitle} lead={say.endedLead(name)}>
        {place ? <BackByPin name={name} place={place} onBack={back} /> : null}
        <CoverLinks links={[{ href: '/sign-in', label: say.signInNew, fresh: true }]} again={again} />
      </Cover>
    )
  return (
    <Cover title={say.otherTitle(view.other)} lead={say.otherLead(name)}>
      {place ? <BackByPin name={name} place={place} onBack={back} /> : null}
      <CoverLinks links={[{ href: '/hats', label: say.goOnAs(view.other) }]} again={again} />
    </Cover>
  )
}
