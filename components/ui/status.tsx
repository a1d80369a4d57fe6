import type { ReactNode } from 'react'
import { cn } from './cn'

/** `none` nothing yet · `busy` under way · `watch` waiting for somebody · `ready` all there, not given out ·
 *  `done` given, in force · `attention` something is wrong · `ended` over. */
export type StatusTone = 'none' | 'busy' | 'watch' | 'ready' | 'done' | 'attention' | 'ended'

type Glyph = { ink: string; filled: readonly number[]; core: boolean; struck?: boolean }

/* A tooth seen from above, as charts draw it: four sides and the chewing surface. What is filled says how far. */
const glyphs: Record<StatusTone, Glyph> = {
  none: { ink: 'text-ink-faint', filled: [], core: false },
  busy: { ink: 'text-violet', filled: [0, 1], core: false },
  watch: { ink: 'text-watch', filled: [], core: true },
  ready: { ink: 'text-ink-soft', filled: [0, 1, 2, 3], core: false },
  done: { ink: 'text-sound', filled: [0, 1, 2, 3], core: true },
  attention: { ink: 'text-pink', filled: [0, 2], core: true },
  ended: { ink: 'text-ink-faint', filled: [], core: false, struck: true },
}

const sides = [
  'M3.05 3.05A7 7 0 0 1 12.95 3.05L10.3 5.7A3.25 3.25 0 0 0 5.7 5.7Z',
  'M12.95 3.05A7 7 0 0 1 12.95 12.95L10.3 10.3A3.25 3.25 0 0 0 10.3 5.7Z',
  'M12.95 12.95A7 7 0 0 1 3.05 12.95L5.7 10.3A3.25 3.25 0 0 0 10.3 10.3Z',
  'M3.05 12.95A7 7 0 0 1 3.05 3.05L5.7 5.7A3.25 3.25 0 0 0 5.7 10.3Z',
]

/** The state a thing is in: a glyph and its word. The word carries the meaning; the colour only repeats it. */
export function Status({ tone, children }: { tone: StatusTone; children: ReactNode }) {
  const glyph = glyphs[tone]
  return (
    <span className="inline-flex items-baseline gap-1.5 text-small">
      <svg aria-hidden="true" viewBox="0 0 16 16" className={cn('size-4 shrink-0 self-center', glyph.ink)}>
        {sides.map((d, i) => (
          <path
            key={d}
            d={d}
            stroke="currentColor"
            strokeWidth="1"
            strokeLinejoin="round"
            fill={glyph.filled.includes(i) ? 'currentColor' : 'none'}
          />
        ))}
        {glyph.core ? <circle cx="8" cy="8" r="2.1" fill="currentColor" /> : null}
        {glyph.struck ? <path d="M1.5 14.5l13-13" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" /> : null}
      </svg>
      <span>{children}</span>
    </span>
  )
}
