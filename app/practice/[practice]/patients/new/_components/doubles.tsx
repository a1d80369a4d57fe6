import { Banner } from '@/components/ui/banner'
import { TextLink } from '@/components/ui/text-link'
import { formatBirthDate } from '@/lib/format/dates'
import { listName } from '@/lib/format/names'
import { formatPhone } from '@/lib/format/phones'
import type { Double } from '@/lib/patients/schema'

/** Those who may be the same person, before a second record divides one history in two. */
export function Doubles({ practice, doubles }: { practice: string; doubles: readonly Double[] }) {
  return (
    <Banner tone="warning" live title="Is it one of these? Nothing has been entered yet.">
      <ul className="mt-1 divide-y divide-line">
        {doubles.map((item) => (
          <li key={item.id} className="py-2">
            <TextLink href={`/practice/${practice}/patients/${item.id}`} className="font-name text-name">{listName(item)}</TextLink>
            {item.archived ? ' (archived)' : ''}
            <span className="block text-ink-soft">
              born {formatBirthDate(item.birthDate)}, chart {item.chartNumber}{item.phone ? `, ${formatPhone(item.phone)}` : ''}: {item.why}
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-1">If so, open that record. If not, enter the patient all the same below; what you typed is kept.</p>
    </Banner>
  )
}
