import type { ReactNode } from 'react'
import { cn } from './cn'
import { TextLink } from './text-link'

export type WitnessMark = {
  /** `other` somebody looked · `self` the reader did · `refused` somebody tried and got nothing. */
  by: 'other' | 'self' | 'refused'
  /** Place on the line from 0 (oldest) to 1 (now); without it the marks stand evenly. */
  at?: number | undefined
}

type Props = {
  /** Oldest first; the last one is drawn tallest. More than 24 are drawn as the newest 24. */
  marks: readonly WitnessMark[]
  /** The sentence: "Opened by 3 people, last by Dr. Okafor, 12 Nov". It says all the marks say. */
  children: ReactNode
  /** Where the full history is. */
  href?: string | undefined
  size?: 'sm' | 'md' | 'lg' | undefined
  className?: string | undefined
}

const width = 120
const inks = { other: 'text-ink', self: 'text-violet', refused: 'text-pink-mark' }
const texts = { sm: 'text-micro', md: 'text-small', lg: 'text-body' }

/**
 * Who has looked, under the title of whatever was looked at. Drawn like a periodontal probe: a fine shaft with a
 * ball at its tip and one graduation for each person, so the eye reads "few" or "many" before a word is read.
 */
export function WitnessLine({ marks, children, href, size = 'md', className }: Props) {
  const shown = marks.slice(-24)
  const step = Math.min(13, (width - 26) / Math.max(1, shown.length))
  return (
    <div className={cn('flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5 text-ink-soft', texts[size], className)}>
      <svg aria-hidden="true" viewBox={`0 0 ${width} 22`} className={cn('max-w-full shrink-0', size === 'lg' ? 'h-8 w-44' : 'h-[22px] w-30')}>
        <path
          d={`M3 16H${width - 5}`}
          stroke="currentColor"
          strokeWidth="1"
          strokeDasharray={shown.length === 0 ? '1.5 4' : undefined}
          strokeLinecap="round"
          className="text-line-strong"
        />
        <circle cx={width - 4} cy="16" r="2.25" fill="currentColor" className="text-line-strong" />
        {shown.map((mark, i) => {
          const last = i === shown.length - 1
          const x = (mark.at === undefined ? 8 + i * step : 6 + mark.at * (width - 20)).toFixed(1)
          return (
            <path
              key={i}
              d={mark.by === 'refused' ? `M${x} 11V21` : `M${x} 16V${last ? 3 : 8}`}
              stroke="currentColor"
              strokeWidth={last ? 2.5 : 1.75}
              strokeLinecap="round"
              strokeDasharray={mark.by === 'refused' ? '2 2.4' : undefined}
              className={inks[mark.by]}
            />
          )
        })}
      </svg>
      {href ? (
        <TextLink look="plain" href={href} className="py-1 underline decoration-line-strong underline-offset-[0.25em] hover:text-ink hover:decoration-violet">
          {children}
        </TextLink>
      ) : (
        <span>{children}</span>
      )}
    </div>
  )
}
