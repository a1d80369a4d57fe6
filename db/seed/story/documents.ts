import 'server-only'
import type {
  DocumentKind,
  StoryAppointment,
  StoryDocument,
  StoryMembership,
  StoryPatient,
  StoryPractice,
} from '@/db/seed/story/types'
import { calendar, earlier, minutesAfter, type Calendar } from '@/db/seed/story/calendar'
import { hash, random, type Random } from '@/db/seed/story/random'
import { brentLeft } from '@/db/seed/story/staff'
import { categoryOf, titleOf, toothFor } from '@/db/seed/story/papers'
import { firstVisit, visits } from '@/db/seed/story/visits'

/** How many documents the story holds at least; what the visits leave short, account statements fill. */
export const wanted = 432

type Writer = {
  practice: StoryPractice
  cal: Calendar
  dentists: string[]
  /** Who does what, at an instant: the front desk changed hands during the year. */
  frontDesk: (at: Date, r: Random) => string
  assistant: string
  billing: string
}

type Occasion = { patient: StoryPatient; visit: StoryAppointment; index: number; r: Random }

export function documents(
  today: Date,
  practices: StoryPractice[],
  patients: StoryPatient[],
  appointments: StoryAppointment[],
  staff: StoryMembership[],
): StoryDocument[] {
  const out: StoryDocument[] = []
  const writers = new Map(practices.map((practice) => [practice.key, writerOf(practice, staff, today)]))
  for (const patient of patients) {
    const writer = writers.get(patient.practice) as Writer
    const past = appointments.filter(
      (a) => a.patient === patient.key && a.status === 'fulfilled' && writer.cal.dateOf(a.startsAt) < writer.cal.today,
    )
    past.forEach((visit, index) => {
      const occasion = { patient, visit, index, r: random(`papers ${visit.key}`) }
      if (index === 0) out.push(...arrivalPapers(writer, occasion))
      out.push(...visitPapers(writer, occasion))
    })
  }
  for (const practice of practices) {
    out.push(...unfiledToday(writers.get(practice.key) as Writer, patients, appointments))
  }
  out.push(...fillers(writers, patients, appointments, wanted - out.length))
  return out.sort((a, b) => a.uploadedAt.getTime() - b.uploadedAt.getTime() || (a.key < b.key ? -1 : 1))
}

function writerOf(practice: StoryPractice, staff: StoryMembership[], today: Date): Writer {
  const here = staff.filter((m) => m.practice === practice.key)
  const first = (role: string) => (here.find((m) => m.roles.includes(role as never) && !m.until) as StoryMembership).key
  const desk = first('front_desk')
  const former = here.find((m) => m.until)
  const leaves = minutesAfter(today, -(brentLeft + 3) * 24 * 60)
  return {
    practice,
    cal: calendar(practice.timeZone, today),
    dentists: here.filter((m) => m.roles.includes('dentist')).map((m) => m.key),
    frontDesk: (at, r) => (former && at < leaves && r.chance(0.55) ? former.key : desk),
    assistant: first('assistant'),
    billing: first('billing'),
  }
}

function arrivalPapers(writer: Writer, occasion: Occasion): StoryDocument[] {
  const { patient, r, visit } = occasion
  const kinds: DocumentKind[] = ['privacy_notice']
  if (r.chance(0.7)) kinds.push('health_history')
  if (patient.insurance && r.chance(0.6)) kinds.push('insurance_card')
  if (r.chance(0.2)) kinds.push('identity_card')
  return kinds.map((kind, i) => paper(writer, occasion, kind, minutesAfter(visit.startsAt, -14 + i * 3)))
}

function visitPapers(writer: Writer, occasion: Occasion): StoryDocument[] {
  const { visit, r, patient } = occasion
  const kind = [firstVisit, ...visits].find((v) => v.reason === visit.reason)
  const out: StoryDocument[] = []
  for (const [leaf, probability] of kind?.leaves ?? []) {
    if (r.chance(probability)) out.push(paper(writer, occasion, leaf, minutesAfter(visit.startsAt, 10 + out.length * 7)))
  }
  if (patient.insurance && r.chance(0.12)) out.push(late(writer, occasion, 'insurance_letter', r.int(9, 24)))
  if (r.chance(0.1)) out.push(late(writer, occasion, 'statement', r.int(6, 20)))
  return out.filter((document) => document.uploadedAt < writer.cal.now)
}

/** Papers that come days after the visit, in office hours. */
function late(writer: Writer, occasion: Occasion, kind: DocumentKind, days: number): StoryDocument {
  const date = writer.cal.dateOf(minutesAfter(occasion.visit.startsAt, days * 24 * 60))
  const weekday = writer.cal.weekday(date)
  const shift = weekday > 5 ? 8 - weekday : 0
  const on = writer.cal.dateOf(minutesAfter(writer.cal.at(date, 12 * 60), shift * 24 * 60))
  return paper(writer, occasion, kind, writer.cal.at(on, occasion.r.int(9 * 60, 16 * 60)))
}

const images = new Set<DocumentKind>([
  'bitewing', 'periapical', 'panoramic', 'photo_front', 'photo_side', 'photo_upper', 'photo_lower',
])
const toothed = new Set<DocumentKind>(['periapical', 'consent', 'lab_report'])

function paper(writer: Writer, { patient, visit, r }: Occasion, kind: DocumentKind, at: Date): StoryDocument {
  const reason = visit.reason
  const years = (writer.cal.now.getTime() - Date.parse(patient.birthDate)) / 31_557_600_000
  const about = random(`tooth ${visit.key}`)
  const tooth =
    toothed.has(kind) && !reason.startsWith('Deep cleaning') && !reason.startsWith('Cleaning')
      ? toothFor(about, reason, years)
      : null
  const dentist = writer.dentists.includes(visit.provider) ? visit.provider : r.pick(writer.dentists)
  const byVisit = images.has(kind) && visit.provider !== dentist ? visit.provider : writer.assistant
  const uploadedBy =
    kind === 'treatment_plan' || kind === 'referral'
      ? dentist
      : kind === 'statement' || kind === 'insurance_letter'
        ? writer.billing
        : images.has(kind) || kind === 'lab_report'
          ? byVisit
          : writer.frontDesk(at, r)
  const filedAt = minutesAfter(at, r.int(2, 9))
  const clinical = images.has(kind) || kind === 'lab_report' || kind === 'treatment_plan'
  const reviewedAt = kind === 'treatment_plan' ? minutesAfter(filedAt, 2) : minutesAfter(filedAt, r.int(15, 60 * 50))
  const takenOn = writer.cal.dateOf(at)
  const key = `${patient.key}/${takenOn}/${kind}/${tooth ?? r.int(10, 99)}-${minutesSinceMidnight(writer.cal, at)}`
  return {
    key,
    practice: writer.practice.key,
    kind,
    patient: patient.key,
    category: categoryOf[kind],
    title: titleOf(kind, r, reason, tooth),
    takenOn,
    tooth,
    appointment: visit.key,
    provider: dentist,
    uploadedBy,
    uploadedAt: at,
    filed: { by: uploadedBy, at: filedAt },
    reviewed: clinical && reviewedAt < writer.cal.now && r.chance(0.96) ? { by: dentist, at: reviewedAt } : null,
    releases: [],
    seed: hash(key),
  }
}

const minutesSinceMidnight = (cal: Calendar, at: Date): number =>
  Math.round((at.getTime() - cal.at(cal.dateOf(at), 0).getTime()) / 60_000)

/** A handful lies in the tray: what came with today's patients and nobody has filed yet; and a referral waits that no scanner understood. */
function unfiledToday(writer: Writer, patients: StoryPatient[], appointments: StoryAppointment[]): StoryDocument[] {
  const { cal, practice } = writer
  const r = random(`tray ${practice.key}`)
  const todays = appointments.filter((a) => a.practice === practice.key && cal.dateOf(a.startsAt) === cal.today)
  const seated = todays.filter((a) => a.status === 'fulfilled' || a.status === 'arrived')
  const taken: DocumentKind[] = ['periapical', 'bitewing', 'photo_front']
  // Before the first patient sits there are no new images, only what came by post and over the counter.
  const scanned: DocumentKind[] = ['insurance_letter', 'health_history', 'referral']
  const kinds = practice.key === 'riverbend' ? [...taken.slice(0, 3), ...scanned] : ['bitewing', 'health_history', 'insurance_letter']
  const midnight = cal.at(cal.today, 0)
  return kinds.map((wish, i) => {
    const image = images.has(wish as DocumentKind)
    const kind = (image && seated.length <= i ? scanned[i % 3] : wish) as DocumentKind
    const visit = (image && seated[i]) || todays[(i * 3) % todays.length]
    if (!visit) throw new Error('a day without a visit')
    const patient = patients.find((p) => p.key === visit.patient) as StoryPatient
    const after = cal.now.getTime() - (4 + i * 13) * 60_000
    const at = new Date(Math.max(after, Math.min(midnight.getTime() + i * 1000, cal.now.getTime())))
    const document = paper(writer, { patient, visit, index: 0, r }, kind, earlier(at, cal.now))
    return { ...document, key: `${document.key}/tray`, filed: null, reviewed: null, takenOn: cal.today, ...(wish === 'referral' ? { held: 'scan_failed' as const } : {}) }
  })
}

/** Statements for those whose folders are thinnest, so that the story has the size it promises on any weekday. */
function fillers(
  writers: Map<string, Writer>,
  patients: StoryPatient[],
  appointments: StoryAppointment[],
  missing: number,
): StoryDocument[] {
  const out: StoryDocument[] = []
  for (let round = 0; out.length < missing; round++) {
    for (const patient of patients) {
      if (out.length >= missing) break
      const writer = writers.get(patient.practice) as Writer
      const past = appointments.filter((a) => a.patient === patient.key && a.endsAt < writer.cal.now)
      const visit = past[round % past.length]
      if (!visit) continue
      const r = random(`statement ${patient.key} ${round}`)
      const document = late(writer, { patient, visit, index: 0, r }, 'statement', 25 + round * 30)
      if (document.uploadedAt < writer.cal.now && !patient.archived) out.push(document)
    }
    if (round > 40) throw new Error('The story cannot be filled up')
  }
  return out
}
