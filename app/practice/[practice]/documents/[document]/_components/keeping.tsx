import { Trash2 } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button-link'
import type { Hold } from '@/lib/retention/schema'
import { Holds } from '../../../holds/_components/holds'

type Props = { practice: string; document: string; patient: string | null; timeZone: string; holds: readonly Hold[]; can: { delete: boolean; hold: boolean } }

/** What keeps this document, and how it ends. */
export function Keeping({ practice, document, patient, timeZone, holds, can }: Props) {
  return (
    <section aria-labelledby="keeping-title">
      <h2 id="keeping-title" className="text-small font-semibold text-ink-faint">Keeping</h2>
      <Holds practice={practice} on={{ document }} patient={patient} holds={holds} timeZone={timeZone} may={can.hold} />
      {can.delete ? (
        <p className="mt-2">
          <ButtonLink variant="quiet" size="sm" href={`/practice/${practice}/documents/${document}/delete`} icon={<Trash2 aria-hidden="true" />}>Delete this document</ButtonLink>
        </p>
      ) : null}
    </section>
  )
}
