import type { ReactNode } from 'react'
import { CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import { cn } from './cn'

type Tone = 'info' | 'success' | 'warning' | 'danger'

const tones = {
  info: { box: 'bg-violet-wash', mark: 'text-violet', Icon: Info },
  success: { box: 'bg-sound-wash', mark: 'text-sound', Icon: CircleCheck },
  warning: { box: 'bg-watch-wash', mark: 'text-watch', Icon: TriangleAlert },
  danger: { box: 'bg-pink-wash', mark: 'text-pink', Icon: OctagonAlert },
}

type Props = {
  tone?: Tone | undefined
  title?: ReactNode
  children?: ReactNode
  /** What to do next: a button or a link. */
  action?: ReactNode
  /** Announced as soon as it appears (errors, results of an act). */
  live?: boolean | undefined
  className?: string | undefined
}

/** Something the reader must know before going on. */
export function Banner({ tone = 'info', title, children, action, live = false, className }: Props) {
  const { box, mark, Icon } = tones[tone]
  return (
    <div
      role={live ? (tone === 'danger' ? 'alert' : 'status') : undefined}
      className={cn('flex flex-wrap items-start gap-x-3 gap-y-2 rounded-tile px-4 py-3 text-small text-ink', box, className)}
    >
      <Icon aria-hidden="true" className={cn('mt-0.5 size-5 shrink-0', mark)} />
      <div className="min-w-0 flex-1 basis-48">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children}
      </div>
      {action}
    </div>
  )
}
