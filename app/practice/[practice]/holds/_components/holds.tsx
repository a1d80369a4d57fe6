import { PlainForm } from '@/app/_components/plain-form'
import { withHat } from '@/app/_components/with-hat'
import { Status } from '@/components/ui/status'
import { TextLink } from '@/components/ui/text-link'
import { formatDay } from '@/lib/format/dates'
import type { Hold } from '@/lib/retention/schema'
import { Unfold } from '../../patients/[patient]/_components/unfold'
import { end, place } from '../actions'

type Props = {
  practice: string
  on: { document: string } | { patient: string }
  /** Whose document it is: a hold on the patient is ended on the patient's page of holds. */
  patient: string | null
  holds: readonly Hold[]
  timeZone: string
  may: boolean
}

/** The legal holds that are open over a patient or a document, for everybody to see, and for those who answer for them to change. */
export function Holds({ practice, on, patient, holds, timeZone, may }: Props) {
  const what = 'document' in on ? 'this document' : 'anything of this patient'
  return (
    <div className="text-small">
      {holds.length === 0 ? <p className="mt-2 text-ink-soft">No legal hold.</p> : (
        <ul className="mt-2 divide-y divide-line border-y border-line">
          {holds.map((hold) => (
            <li key={hold.id} className="py-3">
              <Status tone="watch">Legal hold{hold.of === 'patient' && 'document' in on ? ' on everything of this patient' : ''}</Status>
              <p className="mt-1">{hold.why}</p>
              <p className="text-ink-faint">since {formatDay(hold.since, timeZone)}, by {hold.by}</p>
              {may && (hold.of === 'document' || 'patient' in on) ? (
                <Unfold title="End this hold">
                  <PlainForm
                    act={withHat(end, { practice })} hidden={{ ...on, hold: hold.id }} variant="danger" submit="End the hold" pending="Ending…" refused="The hold was not ended"
                    fields={[{ name: 'why', label: 'Why it ends', hint: 'What was due meanwhile may be destroyed from then on.', maxLength: 500, autoComplete: 'off' }]}
                  />
                </Unfold>
              ) : null}
              {may && hold.of === 'patient' && 'document' in on && patient ? <p className="mt-1"><TextLink href={`/practice/${practice}/patients/${patient}/hold`}>To the patient’s holds</TextLink></p> : null}
            </li>
          ))}
        </ul>
      )}
      {may ? (
        <Unfold title="Place a legal hold">
          <PlainForm
            act={withHat(place, { practice })} hidden={on} variant="secondary" submit="Place the hold" pending="Placing…" refused="The hold was not placed" done="The hold is placed."
            fields={[{ name: 'why', label: 'Why', hint: `A case, a board, an insurer. While it lasts, nothing destroys ${what}.`, maxLength: 500, autoComplete: 'off' }]}
          />
        </Unfold>
      ) : null}
    </div>
  )
}
