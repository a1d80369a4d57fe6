'use client'

import dynamic from 'next/dynamic'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Cover } from './cover'
import { IdleClock } from './idle-clock'
import { hearWindows, tellWindows } from './windows'

// Fetched when the warning comes, not with every page: most visits never see it.
const LockForms = dynamic(() => import('./lock-forms').then((module) => module.LockForms), { ssr: false, loading: () => <p>One moment…</p> })

type State = { state: 'live' | 'locked'; secondsLeft: number; personId: string; name: string }
type View = 'open' | 'warning' | 'locked' | 'ended' | { other: string }

/** A person's acts are told to the server at most this often; what it counts by is the server's clock alone. */
const tellEvery = 60_000
const warnAt = 120
const askEvery = 60_000

/**
 * Stands on every page of somebody who is signed in. When the session locks it covers the page without leaving it, so
 * that typed text and running uploads survive; the server meanwhile answers no question of this session. What it does not
 * cover: what the page has already shown is still in this computer's memory.
 */
export function SessionGuard({ secondsLeft, personId, name }: { secondsLeft: number; personId: string; name: string }) {
  const [view, setView] = useState<View>('open')
  const [left, setLeft] = useState(secondsLeft)
  const viewNow = useRef<View>('open')
  const clock = useRef<IdleClock>(null)
  const told = useRef(0)
  const untold = useRef(false)

  const show = useCallback((next: View) => {
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
  const consult = useCallback(async (path: 'state' | 'act') => {
    try {
      const answer = await fetch(`/api/session/${path}`, { method: path === 'act' ? 'POST' : 'GET', cache: 'no-store' })
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
    told.current = Date.now()
    const covered = () => typeof viewNow.current === 'object' || viewNow.current === 'locked' || viewNow.current === 'ended'

    const onAct = (event: Event) => {
      // Only what a person did: a script on the page, or a held key's repeats, are no sign that somebody is there.
      if (!event.isTrusted || covered()) return
      if (Date.now() - told.current >= tellEvery || viewNow.current === 'warning') {
        told.current = Date.now()
        untold.current = false
        void consult('act')
      } else untold.current = true
    }
    const tick = () => {
      const now = clock.current?.left() ?? 0
      setLeft(now)
      if (covered()) return
      if (untold.current && Date.now() - told.current >= tellEvery) {
        told.current = Date.now()
        untold.current = false
        void consult('act')
      }
      if (now <= 0) {
        // Covered first, then asked: somebody may have acted in a window this one does not hear.
        show('locked')
        void consult('state')
      } else if (now <= warnAt && viewNow.current === 'open') {
        show('warning')
        void consult('state')
      }
    }
    const wake = () => {
      if (document.visibilityState !== 'visible') return
      tick()
      void consult('state')
    }
    const lockNow = () => {
      show('locked')
      tellWindows({ type: 'locked' })
      void fetch('/api/session/lock', { method: 'POST' }).then(() => consult('state'), () => undefined)
    }
    const unhear = hearWindows((word) => {
      if (word.type === 'act') clock.current?.set(word.secondsLeft)
      if (word.type === 'locked') show('locked')
      if (word.type === 'act' && viewNow.current === 'warning') show('open')
      if (word.type === 'unlocked' || word.type === 'left') void consult('state')
    })
    const acts = ['pointerdown', 'keydown', 'touchstart', 'wheel'] as const
    for (const act of acts) document.addEventListener(act, onAct, { passive: true, capture: true })
    document.addEventListener('visibilitychange', wake)
    window.addEventListener('pageshow', wake)
    window.addEventListener('focus', wake)
    window.addEventListener('enamel-lock', lockNow)
    const ticking = setInterval(tick, 1_000)
    const asking = setInterval(() => void (document.visibilityState === 'visible' && consult('state')), askEvery)
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

  const unlocked = () => {
    tellWindows({ type: 'unlocked' })
    void consult('state')
  }

  if (view === 'open') return null
  if (view === 'warning') return <Warning seconds={left} stay={() => void consult('act')} />
  if (view === 'locked') return <Cover title="Locked" lead="Everything you typed is kept, and what is being uploaded goes on."><LockForms name={name} onUnlocked={unlocked} /></Cover>
  if (view === 'ended')
    return (
      <Cover title="You are signed out here" lead="What you typed is still on this page. Sign in again in a new window as the same person, come back here, and go on.">
        <CoverLinks links={[{ href: '/sign-in', label: 'Sign in in a new window', fresh: true }]} again={() => void consult('state')} />
      </Cover>
    )
  return (
    <Cover title={`${view.other} is signed in here now`} lead={`This page was opened by ${name}. It stays covered, and nothing on it is sent in another name.`}>
      <CoverLinks links={[{ href: '/hats', label: `Go on as ${view.other}` }]} again={() => void consult('state')} />
    </Cover>
  )
}

function Warning({ seconds, stay }: { seconds: number; stay: () => void }) {
  const rest = Math.max(0, Math.ceil(seconds))
  const words = rest >= 60 ? `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')} minutes` : `${rest} seconds`
  return (
    <div role="alertdialog" aria-label="This page locks soon" className="no-print fixed inset-x-4 bottom-4 z-50 mx-auto flex max-w-xl flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-tile border border-line-strong bg-sheet px-5 py-4 shadow-lg max-sm:bottom-20">
      {/* Announced once, not every second. */}
      <p className="text-small"><span className="sr-only" role="status">This page locks in two minutes unless you do something.</span>
        <span aria-hidden="true"><strong>This page locks in {words}.</strong> Nothing you typed is lost.</span></p>
      <button type="button" onClick={stay} className="min-h-11 rounded-crown border border-line-strong px-4 font-semibold hover:border-ink">I am here</button>
    </div>
  )
}

function CoverLinks({ links, again }: { links: { href: string; label: string; fresh?: boolean }[]; again: () => void }) {
  return (
    <div className="flex flex-wrap gap-3">
      {links.map(({ href, label, fresh }) => (
        <a key={href} href={href} {...(fresh ? { target: '_blank', rel: 'noopener' } : {})} className="inline-flex min-h-11 items-center rounded-crown bg-act px-4.5 font-semibold text-on-act hover:bg-act-hover">{label}</a>
      ))}
      <button type="button" onClick={again} className="min-h-11 rounded-crown border border-line-strong px-4 font-semibold hover:border-ink">Look again</button>
    </div>
  )
}
