import { Status } from '@/components/ui/status'
import type { Receipt } from '@/lib/documents/schema'
import { formatDay } from '@/lib/format/dates'

/** Who can see it now, by name, and whether each has opened it since it was released. */
export function ReleasedTo({ receipts, timeZone }: { receipts: readonly Receipt[]; timeZone: string }) {
  if (receipts.length === 0) return <>nobody has portal access that reaches it yet</>
  return (
    <ul className="space-y-1">
      {receipts.map(({ access, name, relation, openedAt }) => (
        <li key={access} className="flex flex-wrap items-baseline gap-x-3">
          <span>{relation === 'self' ? name : `${name} (${relation})`}</span>
          {openedAt ? <Status tone="done">Opened on {formatDay(openedAt, timeZone)}</Status> : <Status tone="watch">Not opened yet</Status>}
        </li>
      ))}
    </ul>
  )
}

/** The same for a list, in one line: "Opened by Maria on May 12, 2026". */
export function receiptWords(receipts: readonly Receipt[], timeZone: string): string {
  if (receipts.length === 0) return 'Nobody has access to open it'
  const opened = receipts.filter((one): one is Receipt & { openedAt: Date } => one.openedAt !== null)
  if (opened.length === 0) return 'Not opened yet'
  const said = opened.map(({ name, openedAt }) => `${name} on ${formatDay(openedAt, timeZone)}`).join(', ')
  return opened.length < receipts.length ? `Opened by ${said}; not yet by ${receipts.filter(({ openedAt }) => !openedAt).map(({ name }) => name).join(', ')}` : `Opened by ${said}`
}
