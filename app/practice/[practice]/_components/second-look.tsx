import { Banner } from '@/components/ui/banner'
import { Checkbox } from '@/components/ui/checkbox'
import type { SecondLook as Look } from '@/lib/documents/schema'
import { formatBirthDate } from '@/lib/format/dates'

type Props = {
  look: Look
  /** What has not happened yet: "filed", "released". */
  what: string
  /** How the confirmation travels; `sure` and the look itself where it stands alone. */
  name?: string
  value?: string
}

/** The look of a refusal that asks for one, or nothing. */
export function lookOf(refused: { shows?: unknown } | undefined): Look | undefined {
  return (refused?.shows as { look?: Look } | undefined)?.look
}

/** What differs between the file and the chart, side by side, and the one tick that says it is right all the same. */
export function SecondLook({ look, what, name = 'sure', value = look.sure }: Props) {
  const { chart, file, differs, alike } = look
  const person = `${chart.name}, born ${formatBirthDate(chart.birthDate)}, chart ${chart.chartNumber}`
  return (
    <Banner tone="warning" live title={`Is this the right patient? Nothing has been ${what} yet.`}>
      {file.names.length > 0 || file.birthDates.length > 0 ? (
        <table className="mt-2 w-full max-w-xl border-collapse text-start">
          <caption className="sr-only">What the file says beside what the chart says</caption>
          <thead>
            <tr className="border-b border-line-strong text-micro text-ink-faint">
              <th scope="col" className="sr-only">What</th>
              <th scope="col" className="py-1 pe-3 text-start font-medium">The file says</th>
              <th scope="col" className="py-1 text-start font-medium">This chart</th>
            </tr>
          </thead>
          <tbody>
            <Row label="Name" said={file.names} known={chart.name} apart={differs.some((one) => one === 'name' || one === 'name_near')} />
            <Row label="Born" said={file.birthDates.map((date) => formatBirthDate(date))} known={formatBirthDate(chart.birthDate)} apart={differs.some((one) => one.startsWith('birth'))} />
          </tbody>
        </table>
      ) : null}
      {differs.length > 0 ? <ul className="mt-2 list-disc ps-5">{differs.map((one) => <li key={one}>{sentences[one]}</li>)}</ul> : null}
      {alike.length > 0 ? (
        <>
          <p className="mt-2">{differs.includes('number') ? 'It may belong to' : alike.length === 1 ? 'Somebody here is easily taken for this patient' : 'Some here are easily taken for this patient'}:</p>
          <ul className="list-disc ps-5">
            {alike.map((other) => <li key={other.chartNumber}>{other.name}, born {formatBirthDate(other.birthDate)}, chart {other.chartNumber}</li>)}
          </ul>
        </>
      ) : null}
      <Checkbox name={name} value={value} label={<>Yes, this belongs to <strong>{person}</strong></>} className="mt-2" />
    </Banner>
  )
}

function Row({ label, said, known, apart }: { label: string; said: readonly string[]; known: string; apart: boolean }) {
  if (said.length === 0) return null
  return (
    <tr className="border-b border-line align-top">
      <th scope="row" className="py-1.5 pe-3 text-start font-normal text-ink-soft">{label}</th>
      <td className={`py-1.5 pe-3 break-words ${apart ? 'font-semibold' : ''}`}>{said.join(' · ')}</td>
      <td className={`py-1.5 break-words ${apart ? 'font-semibold' : ''}`}>{known}</td>
    </tr>
  )
}

const sentences: Record<Look['differs'][number], string> = {
  name: 'The file names somebody else.',
  name_near: 'The names are nearly the same, and not quite.',
  birth: 'The file says another birth date.',
  birth_near: 'The birth dates are one digit apart.',
  birth_swapped: 'The birth dates have day and month the other way round.',
  unread: 'The file has not been looked through yet, and the practice’s rule would release it at once. Look at it yourself, or wait a moment and press again.',
  number: 'The file carries the chart number of somebody else.',
}
