'use client'

import { Pause, Play, Square, Volume2 } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useSay } from '@/components/ui/speaking'
import { readAloudCopy } from './_copy/read-aloud'
import { partsOf, voiceFor, type Part } from '@/components/ui/reading'

type State =
  | { at: 'rest' }
  | { at: 'reading' | 'paused'; parts: readonly Part[]; part: number; broke?: true }
  | { at: 'asking' }

const look = 'inline-flex min-h-11 items-center gap-2 text-small font-semibold text-ink-soft hover:text-ink [&_svg]:size-4.5'

/**
 * Reads the page by the device's own voice. Nothing leaves the device: a voice that works over the network is used only
 * after its reader has been told. Silent as soon as the page is left or covered.
 */
export function ReadAloud() {
  // The next page is another text.
  return <Reader key={usePathname()} />
}

function Reader() {
  const say = useSay(readAloudCopy)
  const voices = useSyncExternalStore(hearVoices, listVoices, () => 'unknown' as const)
  const [state, setState] = useState<State>({ at: 'rest' })
  /** Raised whenever speech is cut off, so that the end of a piece cut off is not taken for its end. */
  const turn = useRef(0)

  const hush = useCallback(() => {
    turn.current += 1
    if (typeof speechSynthesis !== 'undefined') speechSynthesis.cancel()
  }, [])
  const stop = useCallback(() => {
    hush()
    setState({ at: 'rest' })
  }, [hush])

  useEffect(() => {
    window.addEventListener('enamel-covered', stop)
    window.addEventListener('pagehide', hush)
    return () => {
      window.removeEventListener('enamel-covered', stop)
      window.removeEventListener('pagehide', hush)
      hush()
    }
  }, [hush, stop])

  const speak = useCallback((parts: readonly Part[], from: number) => {
    hush()
    const mine = turn.current
    const next = (part: number) => {
      if (turn.current !== mine) return
      const piece = parts[part]
      if (!piece) return setState({ at: 'rest' })
      setState({ at: 'reading', parts, part })
      const utterance = new SpeechSynthesisUtterance(piece.text)
      utterance.lang = piece.lang
      utterance.voice = voiceFor(piece.lang, speechSynthesis.getVoices())
      utterance.rate = 0.95
      utterance.onend = () => next(part + 1)
      utterance.onerror = () => turn.current === mine && setState({ at: 'paused', parts, part, broke: true })
      speechSynthesis.speak(utterance)
    }
    next(from)
  }, [hush])

  const begin = (overNetwork: boolean) => {
    const main = document.getElementById('page')
    if (!main) return
    const parts = partsOf(main)
    const langs = [...new Set(parts.map((part) => part.lang))]
    const leaves = langs.some((one) => voiceFor(one, speechSynthesis.getVoices())?.localService === false)
    if (leaves && !overNetwork) setState({ at: 'asking' })
    else speak(parts, 0)
  }

  // Rendered on the server, too, so that nothing below moves when the browser has looked for its voices.
  const of = state.at === 'reading' || state.at === 'paused' ? state.parts.length : 0
  return (
    <div role="group" aria-label={say.region} data-unread="" className="no-print mb-1 flex min-h-11 flex-wrap items-center gap-x-5">
      {voices === 'unknown' ? null : voices === 'unable' || voices === 'none' ? (
        <p className="text-micro text-ink-faint">{voices === 'unable' ? say.unable : say.noVoice}</p>
      ) : state.at === 'rest' ? (
        <button type="button" className={look} onClick={() => begin(false)}><Volume2 aria-hidden="true" /> {say.read}</button>
      ) : state.at === 'asking' ? (
        <>
          <p className="text-small text-ink-soft">{say.network}</p>
          <button type="button" className={look} onClick={() => begin(true)}><Volume2 aria-hidden="true" /> {say.anyway}</button>
          <button type="button" className={look} onClick={stop}><Square aria-hidden="true" /> {say.stop}</button>
        </>
      ) : (
        <>
          {state.at === 'reading' ? (
            <button type="button" className={look} onClick={() => {
              // Not the browser's own pause: phones take it for an end and lose the place.
              hush()
              setState({ at: 'paused', parts: state.parts, part: state.part })
            }}><Pause aria-hidden="true" /> {say.pause}</button>
          ) : (
            <button type="button" className={look} onClick={() => speak(state.parts, state.part)}><Play aria-hidden="true" /> {say.goOn}</button>
          )}
          <button type="button" className={look} onClick={stop}><Square aria-hidden="true" /> {say.stop}</button>
          <p className="text-small text-ink-faint">
            {state.at === 'reading' ? say.place(state.part + 1, of) : state.broke ? say.broke : say.paused(state.part + 1, of)}
          </p>
        </>
      )}
    </div>
  )
}

/** `unable`: no such thing in this browser. `none`: it has no voice. */
function listVoices(): 'unable' | 'none' | 'some' {
  if (typeof speechSynthesis === 'undefined' || typeof SpeechSynthesisUtterance === 'undefined') return 'unable'
  return speechSynthesis.getVoices().length === 0 ? 'none' : 'some'
}

function hearVoices(changed: () => void): () => void {
  if (typeof speechSynthesis === 'undefined') return () => {}
  speechSynthesis.addEventListener('voiceschanged', changed)
  return () => speechSynthesis.removeEventListener('voiceschanged', changed)
}
