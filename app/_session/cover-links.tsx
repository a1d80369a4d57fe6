'use client'

import { useSay } from '@/components/ui/speaking'
import { sessionCopy } from './_copy/session'

type Props = { links: readonly { href: string; label: string; fresh?: boolean }[]; again: () => void }

/** Ways on from a covered page. `fresh` opens a window of its own, so that this page keeps what was typed. */
export function CoverLinks({ links, again }: Props) {
  const say = useSay(sessionCopy)
  return (
    <div className="flex flex-wrap gap-3">
      {links.map(({ href, label, fresh }) => (
        <a key={href} href={href} {...(fresh ? { target: '_blank', rel: 'noopener' } : {})} className="inline-flex min-h-11 items-center rounded-crown bg-act px-4.5 font-semibold text-on-act hover:bg-act-hover">{label}</a>
      ))}
      <button type="button" onClick={again} className="min-h-11 rounded-crown border border-line-strong px-4 font-semibold hover:border-ink">{say.lookAgain}</button>
    </div>
  )
}
