import 'server-only'
import type { ReadHandle, WriteHandle } from '@/db/practice'
import { AppError } from '@/lib/access/errors'
import { compareChart, looksLike, readFound, tellsApart, type Chart, type FoundInFile } from '@/lib/documents/rules-identity'
import type { LookedAt, SecondLook } from '@/lib/documents/schema'
import { fullName } from '@/lib/format/names'
import { similar } from '@/lib/patients/rows'

type Handle = ReadHandle | WriteHandle
type Of = { id: string; patientId: string }
/**
 * `byRule`: a rule is about to release a file at once, before it was looked through for what it says of itself. `said`: what else
 * names the chart, such as the row of an index; it tells the chart from others like it, and excuses nothing that the file says.
 */
type Moment = { byRule?: boolean; said?: FoundInFile }

/**
 * What speaks against a document's standing in a chart: what the file says of itself, others who are easily taken for the
 * patient, and a number in the file that is another's chart. Null where nothing does.
 */
export async function lookTwice(db: Handle, practice: string, { id, patientId }: Of, { byRule = false, said }: Moment = {}): Promise<SecondLook | null> {
  const reading = db as ReadHandle
  const [chart, version] = [
    await reading.selectFrom('patient').select(['id', 'givenName', 'familyName', 'preferredName', 'birthDate', 'chartNumber'])
      .where('practiceId', '=', practice).where('id', '=', patientId).executeTakeFirstOrThrow(),
    await reading.selectFrom('documentVersion')
      .innerJoin('document', (join) => join.onRef('document.practiceId', '=', 'documentVersion.practiceId').onRef('document.id', '=', 'documentVersion.documentId')
        .onRef('document.currentVersion', '=', 'documentVersion.version'))
      .select(['documentVersion.found', 'documentVersion.rendered']).where('documentVersion.practiceId', '=', practice).where('documentVersion.documentId', '=', id).executeTakeFirst(),
  ]
  const found = readFound(version?.found)
  const { differs } = compareChart(found, chart)
  const [numbered, near] = [await withNumber(reading, practice, chart, found), await similar(db, practice, chart)]
  const alike = near.filter((other) => other.id !== chart.id && looksLike(chart, other) && !tellsApart(found, chart, other) && !(said && tellsApart(said, chart, other)))
    // The nearest birth dates first: they are what the eye confuses.
    .toSorted((a, b) => Math.abs(Date.parse(a.birthDate) - Date.parse(chart.birthDate)) - Math.abs(Date.parse(b.birthDate) - Date.parse(chart.birthDate)))
    .slice(0, 5)
  const reasons = [...differs, ...(numbered.length > 0 ? ['number' as const] : []), ...(byRule && version?.rendered === 'waiting' ? ['unread' as const] : [])]
  if (reasons.length === 0 && alike.length === 0) return null
  const others = [...numbered, ...alike.filter(({ id }) => numbered.every((one) => one.id !== id))]
  return {
    // Whose chart, what differs and who else: another answer to any of them is another question.
    sure: [chart.id, ...reasons, ...others.map((other) => other.id)].join(' '),
    chart: shown(chart), file: { names: found.names, birthDates: found.birthDates }, differs: reasons, alike: others.map(shown),
  }
}

/** Whose chart a number in the file is, where it is not this one's. */
async function withNumber(db: ReadHandle, practice: string, chart: Chart & { id: string }, found: FoundInFile) {
  if (found.ids.length === 0 || found.ids.includes(chart.chartNumber)) return []
  return db.selectFrom('patient').select(['id', 'givenName', 'familyName', 'preferredName', 'birthDate', 'chartNumber'])
    .where('practiceId', '=', practice).where('chartNumber', 'in', found.ids).where('id', '<>', chart.id).orderBy('chartNumber').limit(5).execute()
}

const shown = (chart: Chart): LookedAt => ({ name: fullName(chart), birthDate: chart.birthDate, chartNumber: chart.chartNumber })

/**
 * Lets pass what fits, or what a person has looked at twice; gives what she confirmed, in codes for the record.
 * @throws AppError conflict, which shows the second look
 */
export async function requireSecondLook(db: Handle, practice: string, document: Of, sure: string, moment: Moment = {}): Promise<string> {
  const look = await lookTwice(db, practice, document, moment)
  if (!look) return ''
  if (look.sure !== sure) throw new AppError('conflict', 'a second look is asked', { says: 'Please look twice. Nothing has been done yet.', shows: { look } })
  return confirmedCodes(look)
}

/** What was confirmed, without a name or a date. */
export const confirmedCodes = (look: SecondLook) => [...look.differs, ...(look.alike.length > 0 ? ['alike'] : [])].join(' ')
