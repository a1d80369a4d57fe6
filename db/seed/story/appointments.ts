import 'server-only'
import type { AppointmentStatus, StoryAppointment, StoryMembership, StoryPatient, StoryPractice } from '@/db/seed/story/types'
import { calendar, type Calendar } from '@/db/seed/story/calendar'
import { cedar } from '@/db/seed/story/practices'
import { random, type Random } from '@/db/seed/story/random'
import { firstVisit, visits, type Visit } from '@/db/seed/story/visits'

type Column = { provider: string; hygiene: boolean; operatory: string }

/** Who works where: one provider to a chair keeps the book free of collisions by construction. */
export const columns: Record<string, Column[]> = {
  riverbend: [
    { provider: 'riverbend/amara', hygiene: false, operatory: 'Chair 1' },
    { provider: 'riverbend/henrik', hygiene: false, operatory: 'Chair 2' },
    { provider: 'riverbend/keisha', hygiene: true, operatory: 'Hygiene 1' },
  ],
  cedar: [
    { provider: 'cedar/samuel', hygiene: false, operatory: 'Room A' },
    { provider: 'cedar/anjali', hygiene: false, operatory: 'Room B' },
    { provider: 'cedar/marisol', hygiene: true, operatory: 'Room C' },
  ],
}

const lunch = [12 * 60, 13 * 60] as const
const hours: Record<string, readonly [number, number]> = { riverbend: [8 * 60, 17 * 60], cedar: [8 * 60 + 30, 17 * 60 + 30] }

/** A year of visits behind, a full day today, and the coming months; nobody and no chair is booked twice at once. */
export function appointments(
  today: Date,
  practice: StoryPractice,
  patients: StoryPatient[],
  staff: StoryMembership[],
): StoryAppointment[] {
  const book = new Book(practice, calendar(practice.timeZone, today), staff)
  // One person's hats meet only in her own diary: whoever works here is never in the chair there on a working day.
  const elsewhere = new Set(staff.filter((m) => m.practice === cedar).map((m) => m.displayName))
  // Nor does the child with two charts sit in both chairs today.
  elsewhere.add(practice.key === cedar ? 'Theo Vega-Lindqvist' : '')
  fillToday(book, patients.filter((p) => !elsewhere.has(`${p.givenName} ${p.familyName}`) && !p.archived))
  for (const patient of patients) {
    pastOf(book, patient)
    if (!patient.archived) futureOf(book, patient)
  }
  return book.appointments.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
}

const isChild = (patient: StoryPatient, cal: Calendar): boolean => cal.day(-17 * 365) < patient.birthDate

function suits(patient: StoryPatient, cal: Calendar): Visit[] {
  const child = isChild(patient, cal)
  return visits.filter((visit) => visit.age === 'any' || (visit.age === 'child') === child)
}

function weighted(r: Random, options: Visit[]): Visit {
  let left = r.next() * options.reduce((sum, visit) => sum + visit.weight, 0)
  for (const visit of options) if ((left -= visit.weight) < 0) return visit
  return options[0] as Visit
}

class Book {
  readonly appointments: StoryAppointment[] = []
  readonly cal: Calendar
  readonly practice: StoryPractice
  readonly #taken = new Map<string, [number, number][]>()
  readonly #staff: StoryMembership[]

  constructor(practice: StoryPractice, cal: Calendar, staff: StoryMembership[]) {
    this.practice = practice
    this.cal = cal
    this.#staff = staff
  }

  workday(date: string): boolean {
    return this.cal.weekday(date) < 6 && !/-(01-01|07-04|12-24|12-25)$/.test(date)
  }

  columnsFor(visit: Visit): Column[] {
    return (columns[this.practice.key] as Column[]).filter((column) => column.hygiene === (visit.by === 'hygienist'))
  }

  free(column: Column, date: string, from: number, minutes: number): boolean {
    const [opens, closes] = hours[this.practice.key] as readonly [number, number]
    if (from < opens || from + minutes > closes || (from < lunch[1] && from + minutes > lunch[0])) return false
    const member = this.#staff.find((m) => m.key === column.provider)
    if (!member || member.from > this.cal.at(date, from)) return false
    const taken = this.#taken.get(`${column.operatory} ${date}`) ?? []
    return taken.every(([a, b]) => from >= b || from + minutes <= a)
  }

  add(column: Column, date: string, from: number, visit: Visit, patient: StoryPatient, status: AppointmentStatus): void {
    const day = `${column.operatory} ${date}`
    this.#taken.set(day, [...(this.#taken.get(day) ?? []), [from, from + visit.minutes]])
    this.appointments.push({
      key: `${this.practice.key}/visit/${date}/${from}/${column.operatory.toLowerCase().replace(' ', '-')}`,
      practice: this.practice.key,
      patient: patient.key,
      provider: column.provider,
      operatory: column.operatory,
      startsAt: this.cal.at(date, from),
      endsAt: this.cal.at(date, from + visit.minutes),
      reason: visit.reason,
      status,
    })
  }

  hasOn(patient: StoryPatient, date: string): boolean {
    return this.appointments.some((a) => a.patient === patient.key && this.cal.dateOf(a.startsAt) === date)
  }

  /** Finds a free hour on or after `date` (looking `step` days on each time) and books it. */
  place(r: Random, patient: StoryPatient, visit: Visit, days: number, step: 1 | -1, status: AppointmentStatus): string | null {
    for (let tries = 0; tries < 20; tries++, days += step) {
      const date = this.cal.day(days)
      if (days === 0 || !this.workday(date) || this.hasOn(patient, date)) continue
      for (const column of r.shuffle(this.columnsFor(visit))) {
        const start = r.int(0, 15) * 30 + (hours[this.practice.key] as readonly [number, number])[0]
        for (let turn = 0; turn < 18; turn++) {
          const from = start + turn * 30 - (start + turn * 30 >= 17 * 60 ? 9 * 60 : 0)
          if (this.free(column, date, from, visit.minutes)) {
            this.add(column, date, from, visit, patient, status)
            return date
          }
        }
      }
    }
    return null
  }
}

/** Whose records a visitor of the demo sees first: they have been here more often. */
const regulars = new Set([
  'riverbend/katherine-nguyen', 'riverbend/rosa-elena-ibarra', 'riverbend/theo-vega-lindqvist', 'riverbend/harold-teague',
  'riverbend/marisol-vega', 'riverbend/delphine-carrow', 'cedar/theo-vega-lindqvist',
])

function pastOf(book: Book, patient: StoryPatient): void {
  const r = random(`past ${patient.key}`)
  const options = suits(patient, book.cal)
  const createdDays = book.cal.daysTo(book.cal.dateOf(patient.createdAt))
  const oldest = Math.max(-355, createdDays + 1)
  const newest = patient.archived ? -95 : -1
  const count = Math.max(1, Math.round((-oldest / 355) * (r.int(2, 4) + (regulars.has(patient.key) ? 2 : 0))))
  for (let i = 0; i < count; i++) {
    const days = Math.round(oldest + ((newest - oldest) * (i + r.real(0.05, 0.85))) / count)
    const first = i === 0 && createdDays > -355
    const status: AppointmentStatus = first || r.chance(0.88) ? 'fulfilled' : r.pick(['cancelled', 'noshow', 'cancelled'])
    book.place(r, patient, first ? firstVisit : weighted(r, options), Math.min(-1, days), -1, status)
  }
}

function futureOf(book: Book, patient: StoryPatient): void {
  const r = random(`future ${patient.key}`)
  const options = suits(patient, book.cal)
  if (r.chance(0.95)) {
    const status = r.chance(0.2) ? 'pending' : r.chance(0.08) ? 'cancelled' : 'booked'
    book.place(r, patient, weighted(r, options), r.int(1, 15), 1, status)
  }
  if (r.chance(0.6)) book.place(r, patient, weighted(r, options), r.int(16, 50), 1, 'booked')
  if (r.chance(0.4)) book.place(r, patient, options[0] as Visit, r.int(90, 190), 1, r.chance(0.15) ? 'proposed' : 'booked')
}

/** The day is full whatever weekday the demo is started on; what has happened of it depends on the local time. */
function fillToday(book: Book, patients: StoryPatient[]): void {
  const r = random(`today ${book.practice.key}`)
  const waiting = r.shuffle(patients).slice(0, Math.ceil(patients.length * 0.8))
  const [opens] = hours[book.practice.key] as readonly [number, number]
  for (const column of columns[book.practice.key] as Column[]) {
    let from = opens
    while (from < 17 * 60 && waiting.length > 0) {
      const next = waiting[0] as StoryPatient
      const fits = suits(next, book.cal).filter(
        (visit) => (visit.by === 'hygienist') === column.hygiene && book.free(column, book.cal.today, from, visit.minutes),
      )
      if (fits.length === 0) {
        from = from < lunch[1] && from + 30 > lunch[0] - 30 ? Math.max(from + 15, lunch[1]) : from + 15
        continue
      }
      const visit = weighted(r, fits)
      book.add(column, book.cal.today, from, visit, next, statusToday(r, book.cal, from, visit.minutes))
      waiting.shift()
      from += visit.minutes + (r.chance(0.25) ? 15 : 0)
    }
  }
}

function statusToday(r: Random, cal: Calendar, from: number, minutes: number): AppointmentStatus {
  const starts = cal.at(cal.today, from).getTime()
  const ends = cal.at(cal.today, from + minutes).getTime()
  const now = cal.now.getTime()
  const odd = r.next()
  if (ends <= now) return odd < 0.06 ? 'noshow' : odd < 0.1 ? 'cancelled' : 'fulfilled'
  if (starts <= now) return 'arrived'
  if (starts - now < 12 * 60_000) return 'checked-in'
  return odd < 0.06 ? 'cancelled' : odd < 0.22 ? 'pending' : 'booked'
}
