'use client'

import { useLang } from '@/components/ui/speaking'
import { plural } from '@/lib/format/plurals'
import { sessionCopy } from './_copy/session'

/** The last two minutes before a lock. It is announced once, and any act of the person makes it go. */
export function LockWarning({ seconds, stay }: { seconds: number; stay: () => void }) {
  const rest = Math.max(0, Math.ceil(seconds))
  const lang = useLang()
  const say = sessionCopy[lang]
  const words = rest >= 60 ? say.warnMinutes(`${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')}`) : plural(lang, rest, say.warnSeconds)
  return (
    <div role="alertdialog" aria-label={say.warnLabel} className="no-print fixed inset-x-4 bottom-4 z-50 mx-auto flex max-w-xl flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-tile border border-line-strong bg-sheet px-5 py-4 shadow-lg max-sm:bottom-20">
      <p className="text-small">
        <span className="sr-only" role="status">{say.warnSpoken}</span>
        <span aria-hidden="true"><strong>{words}</strong> {say.warnKept}</span>
      </p>
      <button type="button" onClick={stay} className="min-h-11 rounded-crown border border-line-strong px-4 font-semibold hover:border-ink">{say.here}</button>
    </div>
  )
}
