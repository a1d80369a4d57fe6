import { cn } from '@/components/ui/cn'
import { formatBirthDate } from '@/lib/format/dates'
import { listName } from '@/lib/format/names'
import { formatPhone } from '@/lib/format/phones'
import type { PatientItem } from '@/lib/patients/schema'

type Props = { id: string; item: PatientItem; active: boolean; onChoose: () => void }

/** One who fits. No link: a link could be fetched in advance, and would then open a record that nobody asked for. */
export function PatientOption({ id, item, active, onChoose }: Props) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={active}
      className={cn('min-h-11 cursor-pointer px-3.5 py-2', active ? 'bg-violet-wash' : 'hover:bg-well')}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <span className="font-name text-name">{listName(item)}</span>
      <span className="block text-small text-ink-soft">
        born {formatBirthDate(item.birthDate)}, chart {item.chartNumber}{item.phone ? `, ${formatPhone(item.phone)}` : ''}
      </span>
    </div>
  )
}
