import { Eye } from 'lucide-react'
import { Status } from '@/components/ui/status'
import { formatMoment } from '@/lib/format/dates'
import { fileSize } from '@/lib/format/size'
import type { Version } from '@/lib/documents/schema'
import { Unfold } from '../../../patients/[patient]/_components/unfold'
import { CorrectForm } from './correct-form'

type Props = {
  practice: string
  document: string
  open: string
  timeZone: string
  versions: readonly Version[]
  arriving: readonly { version: number; since: Date; by: string }[]
  may: boolean
}

/** Every file that this document has been, newest first, and the way to correct it. What was replaced stays for staff alone. */
export function Versions({ practice, document, open, timeZone, versions, arriving, may }: Props) {
  if (versions.length < 2 && arriving.length === 0 && !may) return null
  return (
    <section id="versions" aria-labelledby="versions-title">
      <h2 id="versions-title" className="mb-2 font-name text-heading">Versions</h2>
      {versions.length > 1 || arriving.length > 0 ? (
        <ol className="mb-3 divide-y divide-line border-y border-line text-small">
          {arriving.map(({ version, since, by }) => (
            <li key={version} className="py-3"><Status tone="busy">Version {version} is on its way in, since {formatMoment(since, timeZone)}{by ? `, from ${by}` : ''}</Status></li>
          ))}
          {versions.map((one) => (
            <li key={one.version} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3">
              <div className="min-w-0 flex-1 basis-64">
                <p className="font-semibold">
                  Version {one.version}{one.current ? ', the current one' : ''}
                  <span className="font-normal text-ink-faint"> · {fileSize(one.bytes)}, {formatMoment(one.cameAt, timeZone)}, from {one.by}</span>
                </p>
                {one.why ? <p className="text-ink-soft">Corrected because: {one.why}</p> : null}
                {one.note ? <p className="text-ink-soft">Told to the patient: “{one.note}”</p> : null}
                {one.replaced ? <p className="text-ink-soft">Replaced {formatMoment(one.replaced.at, timeZone)} by {one.replaced.by}, because: {one.replaced.why}</p> : null}
                {one.damaged ? <p className="mt-1"><Status tone="attention">Damaged</Status></p> : null}
              </div>
              {one.current || one.damaged ? null : (
                <a href={`${open}?version=${one.version}`} target="_blank" rel="noreferrer" className="inline-flex min-h-11 items-center gap-1.5 font-semibold text-violet hover:underline">
                  <Eye aria-hidden="true" className="size-4" /> Open version {one.version}
                </a>
              )}
            </li>
          ))}
        </ol>
      ) : null}
      {may ? <Unfold title="Replace with a corrected file"><CorrectForm practice={practice} document={document} /></Unfold> : null}
    </section>
  )
}
