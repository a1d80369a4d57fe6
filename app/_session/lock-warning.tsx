'use client'

/** The last two minutes before a lock. It is announced once, and any act of the person makes it go. */
export function LockWarning({ seconds, stay }: { seconds: number; stay: () => void }) {
  const rest = Math.max(0, Math.ceil(seconds))
  const words = rest >= 60 ? `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')} minutes` : `${rest} ${rest === 1 ? 'second' : 'seconds'}`
  return (
    <div role="alertdialog" aria-label="This page locks soon" className="no-print fixed inset-x-4 bottom-4 z-50 mx-auto flex max-w-xl flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-tile border border-line-strong bg-sheet px-5 py-4 shadow-lg max-sm:bottom-20">
      <p className="text-small">
        <span className="sr-only" role="status">This page locks in two minutes unless you do something. Nothing you typed is lost.</span>
        <span aria-hidden="true"><strong>This page locks in {words}.</strong> Nothing you typed is lost.</span>
      </p>
      <button type="button" onClick={stay} className="min-h-11 rounded-crown border border-line-strong px-4 font-semibold hover:border-ink">I am here</button>
    </div>
  )
}
