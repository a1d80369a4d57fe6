'use client'

import { Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { useId, useState, useSyncExternalStore } from 'react'
import { Button } from '@/components/ui/button'
import { usePictureView } from './use-picture-view'

export type ViewerWords = {
  group: string; hint: string; closer: string; farther: string; whole: string; brightness: string; contrast: string; reset: string
  loading: string; loaded: string
}

type Props = {
  src: string
  /** The file itself, where a browser can show it, and what its button says. */
  original: { src: string; words: string } | null
  alt: string
  width: number
  height: number
  /** Brightness and contrast, for pictures; a paper is only brought closer. */
  tools: boolean
  words: ViewerWords
}

const never = () => () => {}

/** A picture that can be looked at closely, by touch, mouse and keys. Without JavaScript it is the picture. */
export function PictureViewer({ src, original, alt, width, height, tools, words }: Props) {
  const ready = useSyncExternalStore(never, () => true, () => false)
  const { view, frame, handlers, closer, farther, reset } = usePictureView()
  const [light, setLight] = useState({ brightness: 100, contrast: 100 })
  const [full, setFull] = useState<'no' | 'loading' | 'yes'>('no')
  const hint = useId()
  const changed = light.brightness !== 100 || light.contrast !== 100
  // A plain <img>: the address answers 303 to a link of one minute, which no optimiser may fetch or keep.
  const picture = (
    // oxlint-disable-next-line nextjs/no-img-element
    <img
      src={full === 'no' || !original ? src : original.src}
      alt={alt} width={width} height={height} decoding="async" draggable={false}
      onLoad={() => setFull((was) => (was === 'loading' ? 'yes' : was))}
      onError={() => setFull('no')}
      className="block h-auto max-h-[85vh] w-auto max-w-full bg-white select-none"
      style={{
        transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`, transformOrigin: '0 0',
        ...(changed ? { filter: `brightness(${light.brightness}%) contrast(${light.contrast}%)` } : {}),
      }}
    />
  )
  // The same elements before and after scripts have come, or the picture would be fetched a second time.
  return (
    <div>
      <div
        ref={frame} {...(ready ? { tabIndex: 0, role: 'group', 'aria-label': words.group, 'aria-describedby': hint } : {})} {...handlers}
        className="mx-auto w-fit max-w-full cursor-zoom-in overflow-hidden border border-line data-close:cursor-grab"
        data-close={view.scale > 1 ? '' : undefined}
        style={{ touchAction: view.scale > 1 ? 'none' : 'pan-x pan-y' }}
      >
        {picture}
      </div>
      {ready ? <div className="no-print mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="flex gap-1">
          <Button type="button" variant="quiet" size="sm" aria-label={words.farther} onClick={farther} disabled={view.scale === 1}><ZoomOut aria-hidden="true" /></Button>
          <Button type="button" variant="quiet" size="sm" aria-label={words.closer} onClick={closer}><ZoomIn aria-hidden="true" /></Button>
          <Button type="button" variant="quiet" size="sm" aria-label={words.whole} onClick={reset} disabled={view.scale === 1}><Maximize aria-hidden="true" /></Button>
        </span>
        {tools ? (
          <>
            <Range label={words.brightness} value={light.brightness} onChange={(brightness) => setLight((was) => ({ ...was, brightness }))} />
            <Range label={words.contrast} value={light.contrast} onChange={(contrast) => setLight((was) => ({ ...was, contrast }))} />
            {changed ? <Button type="button" variant="quiet" size="sm" onClick={() => setLight({ brightness: 100, contrast: 100 })}>{words.reset}</Button> : null}
          </>
        ) : null}
        {original && full === 'no' ? <Button type="button" variant="quiet" size="sm" onClick={() => setFull('loading')}>{original.words}</Button> : null}
        <span role="status" className="text-small text-ink-soft">{full === 'loading' ? words.loading : full === 'yes' ? words.loaded : ''}</span>
      </div> : null}
      {ready ? <p id={hint} className="text-micro text-ink-faint">{words.hint}</p> : null}
    </div>
  )
}

function Range({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  const id = useId()
  return (
    <span className="inline-flex min-h-11 items-center gap-2 text-small">
      <label htmlFor={id}>{label}</label>
      <input id={id} type="range" min={20} max={300} step={5} value={value} onChange={(event) => onChange(Number(event.target.value))} className="h-11 w-28 accent-violet" />
    </span>
  )
}
