import { Banner } from '@/components/ui/banner'
import { formatBirthDate, formatMoment } from '@/lib/format/dates'
import { readDate } from '@/lib/format/typed-date'
import { editableFields, type EditableField } from '@/lib/patients/rules'
import type { EditConflict } from '@/lib/patients/schema'
import { identityLabels, type IdentityInput } from '../../../_components/identity-fields'

type Props = { conflict: EditConflict; typed: Partial<IdentityInput>; timeZone: string }

/** Both versions side by side, field by field where they differ. */
export function Conflict({ conflict, typed, timeZone }: Props) {
  const differ = editableFields.filter((name) => plain(name, typed[name] ?? '', conflict.at) !== conflict.now[name])
  const show = (name: EditableField, value: string) => (name === 'birthDate' ? formatBirthDate(value) : value) || 'empty'
  return (
    <Banner
      tone="warning"
      live
      title={`${conflict.by ?? 'Somebody else'} saved this record ${formatMoment(conflict.at, timeZone)}, while you were typing. Nothing of yours is saved yet, and nothing is lost.`}
    >
      {differ.length === 0 ? <p>What you typed is what they saved.</p> : (
        <dl className="mt-2 divide-y divide-line border-y border-line">
          {differ.map((name) => (
            <div key={name} className="grid gap-x-4 py-2 sm:grid-cols-[8rem_1fr_1fr]">
              <dt className="font-semibold">{identityLabels[name]}</dt>
              <dd className="min-w-0 break-words"><span className="text-ink-faint">on record </span>{show(name, conflict.now[name])}</dd>
              <dd className="min-w-0 break-words"><span className="text-ink-faint">yours </span>{typed[name] || 'empty'}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="mt-2">Take over what is theirs into the fields below where it is right, then save.</p>
    </Banner>
  )
}

/** A birth date typed one way and stored another is the same date. */
function plain(name: EditableField, value: string, now: Date): string {
  return name === 'birthDate' ? (readDate(value, now.getUTCFullYear()) ?? value) : value.trim()
}
