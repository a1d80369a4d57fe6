import { formatMoment } from '@/lib/format/dates'
import type { Exposure } from '@/lib/privacy/schema'

/** Who of a record's readers saw a document that was not theirs, and when; or that nobody had. */
export function Opened({ exposure, shown, timeZone }: { exposure: Exposure; shown: boolean; timeZone: string }) {
  const { opened, saw, previewed } = exposure
  const who = ({ name, relation }: { name: string; relation: string }) => (relation === 'self' || relation === '' ? name : `${name} (${relation.startsWith('guest') ? 'shared outside' : relation})`)
  const all = (some: Exposure['saw']) => some.map((one) => `${who(one)} (${formatMoment(one.at, timeZone)})`).join(', ')
  if (!shown) return <p>It was never released there, so the portal showed it to nobody.</p>
  return (
    <>
      {opened.length === 0 ? <p>Nobody there had opened it.</p> : (
        <>
          <p>Opened there by:</p>
          <ul className="list-disc ps-5">{opened.map((one, at) => <li key={at}>{who(one)}, {formatMoment(one.at, timeZone)}</li>)}</ul>
        </>
      )}
      {saw.length > 0 ? <p>{all(saw)} saw its title and did not open it.</p> : null}
      {previewed.length > 0 ? <p>{all(previewed)} saw a small preview of it and did not open it.</p> : null}
    </>
  )
}
