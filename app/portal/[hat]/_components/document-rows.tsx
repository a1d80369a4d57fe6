import { TeethMark } from '@/components/ui/teeth-mark'
import { TextLink } from '@/components/ui/text-link'
import { categoryWords, fileKind } from '@/lib/documents/rules'
import { fileSize } from '@/lib/format/size'
import { formatDate } from '@/lib/format/dates'
import type { PortalDocument } from '@/lib/portal/schema'

/** A list of documents for one thumb: the whole row answers, and none of it is fetched before it is pressed. */
export function DocumentRows({ hat, items }: { hat: string; items: readonly PortalDocument[] }) {
  return (
    <ul className="mt-2 divide-y divide-line border-y border-line">
      {items.map((item) => (
        <li key={item.id} className="relative flex items-center gap-4 py-4">
          <div className="min-w-0 flex-1">
            <TextLink look="plain" href={`/portal/${hat}/documents/${item.id}`} className="row-link font-name text-name break-words">
              {item.title}
            </TextLink>
            <p className="mt-0.5 text-small text-ink-soft">
              {categoryWords[item.category].one} of {formatDate(item.takenOn)}
              {item.tooth ? `, tooth ${item.tooth}` : ''}
              <span className="text-ink-faint"> · {fileKind(item.contentType)}, {fileSize(item.byteSize)}</span>
            </p>
          </div>
          {item.tooth ? <TeethMark teeth={[item.tooth]} /> : null}
        </li>
      ))}
    </ul>
  )
}
