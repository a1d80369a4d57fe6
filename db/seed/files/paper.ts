import 'server-only'
import type { Story, StoryAppointment, StoryDocument, StoryMembership, StoryPatient, StoryPractice } from '@/db/seed/story/types'
import { random, type Random } from '@/db/seed/story/random'
import { Sheet } from '@/db/seed/files/sheet'

/** Everything a page needs to know about the document it is, looked up once. */
export type Paper = {
  document: StoryDocument
  practice: StoryPractice
  patient: StoryPatient
  provider: StoryMembership
  visit: StoryAppointment | null
  name: string
  spanish: boolean
  r: Random
}

export function paperOf(document: StoryDocument, story: Story): Paper {
  const patient = found(story.patients, document.patient)
  return {
    document,
    practice: found(story.practices, document.practice),
    patient,
    provider: found(story.memberships, document.provider),
    visit: story.appointments.find((a) => a.key === document.appointment) ?? null,
    name: `${patient.givenName} ${patient.familyName}`,
    spanish: patient.language === 'es',
    r: random(document.seed),
  }
}

function found<T extends { key: string }>(list: T[], key: string): T {
  const item = list.find((one) => one.key === key)
  if (!item) throw new Error(`The story has no ${key}`)
  return item
}

/** Age in whole years on the day the document was made. */
export function yearsAt(birthDate: string, on: string): number {
  return Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (on.slice(5) < birthDate.slice(5) ? 1 : 0)
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const meses = ['enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio', 'julio', 'agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre']

/** `2026-03-02` as a letter writes it. */
export function longDate(date: string, spanish = false): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  return spanish ? `${day} de ${meses[month - 1]} de ${year}` : `${months[month - 1]} ${day}, ${year}`
}

/** A date some days on. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** @param cents whole cents; negative amounts carry a minus sign */
export function dollars(cents: number): string {
  const whole = Math.floor(Math.abs(cents) / 100).toString().replace(/\B(?=(\d{3})+$)/g, ',')
  return `${cents < 0 ? '−' : ''}$${whole}.${String(Math.abs(cents) % 100).padStart(2, '0')}`
}

export function sheet(paper: Paper): Sheet {
  const { document, practice, patient, name, provider } = paper
  return new Sheet({
    practice,
    title: `${document.title} - ${name}`,
    subject: `${name}, chart ${patient.chartNumber}`,
    author: provider.displayName,
    date: document.uploadedAt,
    language: paper.spanish && document.kind === 'letter' ? 'es' : 'en',
  })
}

/** The box that says whose paper this is. */
export function identity(paper: Paper, more: [string, string][] = []): [string, string][] {
  const { document, patient, name, provider } = paper
  return [
    ['Patient', name],
    ['Date of birth', longDate(patient.birthDate)],
    ['Chart', patient.chartNumber],
    ['Date', longDate(document.takenOn)],
    ['Dentist', provider.displayName],
    ...(document.tooth ? ([['Tooth', document.tooth]] as [string, string][]) : []),
    ...more,
  ]
}
