import { Section } from '@/components/layout/section'
import { TextLink } from '@/components/ui/text-link'
import { formatDay } from '@/lib/format/dates'
import { relationWords, type Relation } from '@/lib/invitations/rules'
import type { PatientRecord } from '@/lib/patients/schema'

type Props = { here: string; portal: PatientRecord['portal']; may: boolean; timeZone: string }

/** Who reads along: everybody who can see in the portal what is released to this patient. */
export function PortalAccess({ here, portal, may, timeZone }: Props) {
  return (
    <Section title="Portal" actions={may ? <TextLink look="quiet" href={`${here}/portal`} className="py-2 text-small">{portal.length > 0 ? 'Invite or end' : 'Invite'}</TextLink> : null}>
      {portal.length === 0 ? <p className="border-y border-line py-2.5 text-small text-ink-soft">Nobody uses the portal for this patient yet. What is released waits there.</p> : (
        <ul className="divide-y divide-line border-y border-line text-small">
          {portal.map(({ id, name, relation, since }) => (
            <li key={id} className="py-2.5">
              {name}, {(relationWords[relation as Relation] ?? relation).toLowerCase()}
              <span className="block text-micro text-ink-faint">since {formatDay(since, timeZone)}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
