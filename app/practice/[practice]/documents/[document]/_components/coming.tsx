import { Status } from '@/components/ui/status'
import { TextLink } from '@/components/ui/text-link'
import { arrivalWords, arrivingWords, fileKind } from '@/lib/documents/rules'
import type { Arriving } from '@/lib/documents/schema'
import { formatMoment } from '@/lib/format/dates'
import { fileSize } from '@/lib/format/size'
import { HeldForm } from './held-form'
import { LookAgain } from './look-again'

type Props = { practice: string; items: Arriving[]; decides: boolean; timeZone: string }

/** The page of a document that has come and cannot be opened yet, or never will be. */
export function ComingPage({ practice, items, ...rest }: Props) {
  const [first] = items
  if (!first) return null
  return (
    <div className="max-w-prose space-y-8">
      <header>
        {first.patient ? (
          <TextLink href={`/practice/${practice}/patients/${first.patient.id}`} look="quiet" className="inline-block py-1 text-small">{first.patient.name}</TextLink>
        ) : null}
        <h1 className="font-name text-title break-words">{first.fileName || 'A new document'}</h1>
        <p className="mt-2 text-small text-ink-soft">
          {fileKind(first.contentType)}, {fileSize(first.byteSize ?? 0)} · came in {formatMoment(first.createdAt, rest.timeZone)}, from {first.uploadedBy}
        </p>
      </header>
      <Coming practice={practice} items={items} {...rest} />
    </div>
  )
}

/** How far each version is, why it is held or was refused, and what can be done about it. */
export function Coming({ practice, items, decides }: Props) {
  if (items.length === 0) return null
  return (
    <div className="space-y-8">
      {items.map((item) => {
        const { tone, words } = arrivingWords(item.state)
        return (
          <section key={item.version} aria-label={words} className="space-y-4">
            <p><Status tone={tone}>{words}{item.version > 1 ? ` (version ${item.version})` : ''}</Status></p>
            {item.state === 'checking' ? (
              <>
                <p>The virus scanner is looking through this file. Nobody can open it before that; a large one takes some minutes. Should the scanner be away, the file waits and nothing is lost.</p>
                <LookAgain />
              </>
            ) : <p>{arrivalWords(item.reason)}</p>}
            {item.state === 'held' && decides ? <HeldForm practice={practice} document={item.document} version={item.version} /> : null}
            {item.state === 'held' && !decides ? <p className="text-ink-soft">Your role does not decide about this. The owner, the privacy officer and dentists do; it waits under To file until one of them has looked.</p> : null}
          </section>
        )
      })}
    </div>
  )
}
