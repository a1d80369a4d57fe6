import type { ReactNode } from 'react'
import { cn } from './cn'

export type BadgeTone = 'neutral' | 'violet' | 'pink' | 'watch' | 'sound'

const tones: Record<BadgeTone, string> = {
  neutral: 'bg-well text-ink-soft',
  violet: 'bg-violet-wash text-violet',
  pink: 'bg-pink-wash text-pink',
  watch: 'bg-watch-wash text-watch',
  sound: 'bg-sound-wash text-sound',
}

/** A short word beside a name: a role, a category, a count. */
export function Badge({ tone = 'neutral', children }: { tone?: BadgeTone | undefined; children: ReactNode }) {
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1 rounded-[4px_4px_7px_7px] px-1.5 py-px text-micro font-semibold whitespace-nowrap',
        tones[tone],
      )}
    >
      {children}
    </span>
  )
}
