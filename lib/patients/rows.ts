import 'server-only'
import type { ReadHandle, WriteHandle } from '@/db/practice'
import { doubleRanges, likeness, nextChartNumber, patientKeys, searchTerms, type Findable, type KeyRange } from '@/lib/patients/rules'
import type { Double, PatientItem } from '@/lib/patients/schema'

/** Patients whom every term fits. Plain comparisons, for only these reach an index under row-level security. */
export function found(db: ReadHandle, practice: string, typed: string, now: Date) {
  let rows = db.selectFrom('patient')
    .select(['patient.id', 'givenName', 'familyName', 'preferredName', 'birthDate', 'chartNumber', 'phone', 'archivedAt'])
    .where('patient.practiceId', '=', practice)
  for (const term of searchTerms(typed, now.getUTCFullYear()))
    rows = rows.where(({ exists, selectFrom }) => exists(
      selectFrom('patientKey').select('patientKey.patientId')
        .whereRef('patientKey.practiceId', '=', 'patient.practiceId').whereRef('patientKey.patientId', '=', 'patient.id')
        .where('patientKey.practiceId', '=', practice)
        .where(({ or, and, eb }) => or(term.map(({ from, until }) => and([eb('key', '>=', from), eb('key', '<', until)])))),
    ))
  return rows
}

type Row = Awaited<ReturnType<ReturnType<typeof found>['execute']>>[number]

export function toItem({ archivedAt, ...row }: Row): PatientItem {
  return { ...row, archived: archivedAt !== null }
}

/** Counts on from the newest numbers until one is free; empty where none of the next thirty is. */
export async function freeChartNumber(db: ReadHandle | WriteHandle, practice: string): Promise<string> {
  const recent = await db.selectFrom('patient').select('chartNumber').where('practiceId', '=', practice)
    .orderBy('createdAt', 'desc').limit(100).execute()
  const used = recent.map(({ chartNumber }) => chartNumber)
  for (let tries = 0; tries < 30; tries++) {
    const next = nextChartNumber(used)
    const taken = await db.selectFrom('patient').select('id').where('practiceId', '=', practice).where('chartNumber', '=', next).executeTakeFirst()
    if (!taken) return next
    used.unshift(next)
  }
  return ''
}

/** Those in the register whose birth date, or whose names' beginnings, or family name and year of birth are this one's, archived ones too, in the order of names. */
export async function similar(db: ReadHandle | WriteHandle, practice: string, to: Findable) {
  const { birth, year, family, given } = doubleRanges(to)
  return (db as ReadHandle).selectFrom('patient')
    .select(['patient.id', 'givenName', 'familyName', 'preferredName', 'birthDate', 'chartNumber', 'phone', 'archivedAt'])
    .where('patient.practiceId', '=', practice)
    .where(({ or, and, exists, selectFrom }) => {
      const has = ({ from, until }: KeyRange) => exists(selectFrom('patientKey').select('patientKey.patientId')
        .whereRef('patientKey.practiceId', '=', 'patient.practiceId').whereRef('patientKey.patientId', '=', 'patient.id')
        .where('patientKey.practiceId', '=', practice).where('key', '>=', from).where('key', '<', until))
      // Catherine and Katherine begin differently: of one family name and one year, they are looked at too.
      return or([has(birth), and([has(family), has(given)]), and([has(family), has(year)])])
    })
    .orderBy('sortKey').orderBy('patient.id').limit(2_000).execute()
}

/** Those in the register who may be the person that is about to be entered; the likeliest first. */
export async function doubles(db: WriteHandle, practice: string, typed: Findable): Promise<Double[]> {
  return (await similar(db, practice, typed))
    .flatMap((row) => {
      const why = likeness(typed, row)
      return why ? [{ ...toItem(row), why }] : []
    })
    .sort((a, b) => Number(b.birthDate === typed.birthDate) - Number(a.birthDate === typed.birthDate))
    .slice(0, 8)
}

/** Replaces what a patient is found by. */
export async function writeKeys(db: WriteHandle, practiceId: string, patientId: string, patient: Findable): Promise<void> {
  await db.deleteFrom('patientKey').where('practiceId', '=', practiceId).where('patientId', '=', patientId).execute()
  await db.insertInto('patientKey').values(patientKeys(patient).map((key) => ({ practiceId, patientId, key }))).execute()
}
