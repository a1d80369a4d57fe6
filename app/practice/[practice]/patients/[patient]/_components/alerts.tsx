import { Section } from '@/components/layout/section'
import { Badge } from '@/components/ui/badge'
import { formatDay } from '@/lib/format/dates'
import { alertWords, type AlertKind } from '@/lib/patients/rules'
import type { Alert } from '@/lib/patients/schema'
import { EndAlertForm, NewAlertForm } from './alert-forms'
import { Ended, Unfold } from './unfold'

type Props = { practice: string; patient: string; alerts: readonly Alert[]; timeZone: string; may: boolean }

/** Every alert in force, and those that were. None is ever overwritten. */
export function Alerts({ practice, patient, alerts, timeZone, may }: Props) {
  const live = alerts.filter(({ until }) => !until)
  const ended = alerts.filter(({ until }) => until)
  return (
    <Section title="Alerts" id="alerts">
      {live.length === 0 ? <p className="border-y border-line py-2.5 text-small text-ink-soft">No alerts on record. {may ? 'Ask, and note what you hear.' : ''}</p> : (
        <ul className="divide-y divide-line border-y border-line">
          {live.map(({ id, kind, text, severe, from, by }) => (
            <li key={id} className="py-2.5">
              <p className={severe ? 'font-semibold' : ''}>
                {severe ? <><Badge tone="pink">Severe</Badge> </> : null}
                <span className="text-ink-soft">{alertWords[kind as AlertKind] ?? kind}:</span> {text}
              </p>
              <p className="text-micro text-ink-faint">since {formatDay(from, timeZone)}{by ? `, by ${by}` : ''}</p>
              {may ? <EndAlertForm practice={practice} patient={patient} alert={id} /> : null}
            </li>
          ))}
        </ul>
      )}
      {may ? <Unfold title="Add an alert"><NewAlertForm practice={practice} patient={patient} /></Unfold> : null}
      <Ended title="Earlier alerts" count={ended.length}>
        {ended.map(({ id, kind, text, from, until, endedBy }) => (
          <li key={id} className="py-2">
            {alertWords[kind as AlertKind] ?? kind}: {text}
            <span className="block text-micro text-ink-faint">{formatDay(from, timeZone)} to {until ? formatDay(until, timeZone) : ''}{endedBy ? `, ended by ${endedBy}` : ''}</span>
          </li>
        ))}
      </Ended>
    </Section>
  )
}
