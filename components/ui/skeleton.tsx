import { cn } from './cn'

/** Lines where text will be. `label` says aloud what is being fetched. */
export function Skeleton({ lines = 3, label }: { lines?: number | undefined; label: string }) {
  const widths = ['w-11/12', 'w-3/4', 'w-5/6', 'w-2/3']
  return (
    <div role="status" className="breathe space-y-3">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, i) => (
        <div key={i} aria-hidden="true" className={cn('h-4 rounded-full bg-well', widths[i % widths.length])} />
      ))}
    </div>
  )
}
