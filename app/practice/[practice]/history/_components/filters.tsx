import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/input'
import { SelectField } from '@/components/ui/select'
import { TextLink } from '@/components/ui/text-link'
import { kinds } from '@/lib/history/words'

type Choice = { id: string; name: string; former: boolean; relation?: string }
type Props = {
  here: string
  given: Readonly<Record<string, string>>
  patient: { id: string; name: string } | null
  choices: { members: Choice[]; portal: Choice[] } | null
  mine: boolean
}

/** Narrows the history. A plain form: every filter is an address that can be kept. */
export function Filters({ here, given, patient, choices, mine }: Props) {
  const label = ({ name, former, relation }: Choice) => `${name}${relation ? ` (${relation}, portal)` : ''}${former ? ', former' : ''}`
  return (
    <form action={here} className="mb-7">
      {mine ? <input type="hidden" name="mine" value="1" /> : null}
      {given.patient ? <input type="hidden" name="patient" value={given.patient} /> : null}
      {given.patient ? (
        <p className="mb-4 text-small">
          About <strong>{patient?.name ?? 'a patient who is not here'}</strong>.{' '}
          <TextLink href={mine ? `${here}?mine=1` : here}>About everybody</TextLink>
        </p>
      ) : null}
      <div className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-[repeat(4,minmax(0,1fr))_auto]">
        {choices ? (
          <SelectField label="Who" name="by" defaultValue={given.by ?? ''} placeholder="Everybody" options={[...choices.members, ...choices.portal].map((choice) => ({ value: choice.id, label: label(choice) }))} />
        ) : null}
        <SelectField label="What" name="kind" defaultValue={given.kind ?? ''} placeholder="Everything" options={Object.entries(kinds).map(([value, words]) => ({ value, label: words }))} />
        <TextField label="Day" name="day" type="date" defaultValue={given.day ?? ''} />
        <SelectField label="Outcome" name="decision" defaultValue={given.decision ?? ''} placeholder="Done or refused" options={[{ value: 'allow', label: 'Done' }, { value: 'deny', label: 'Refused' }]} />
        <Button type="submit" variant="secondary">Show</Button>
      </div>
      {given.patient ? null : <p className="mt-3 text-micro text-ink-faint">For one patient, open the record and follow the line under the name that says who looked.</p>}
    </form>
  )
}
