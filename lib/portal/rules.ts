import { formatDay } from '@/lib/format/dates'
import type { Look } from '@/lib/portal/schema'

/** What somebody did, as the end of a sentence that begins with a name. */
export function lookWords(look: Look): string {
  if (look.what === 'opened_document') return 'opened a document'
  return look.what === 'saw_document_page' ? 'looked at a document’s page' : 'opened the record'
}

const roles: Record<string, string> = {
  owner: 'owner', privacy_officer: 'privacy officer', dentist: 'dentist', hygienist: 'hygienist', assistant: 'assistant',
  front_desk: 'front desk', billing: 'billing', self: 'the patient', parent: 'parent', guardian: 'guardian', carer: 'carer', helper: 'helper',
}

/** Whom a name belongs to: their roles at the time, in words. */
export function roleWords(look: Look): string {
  if (look.kind === 'system') return 'the software'
  return look.roles.map((role) => roles[role] ?? role).join(', ') || 'staff'
}

/** Marks for the witness line, oldest first. */
export function witnessMarks(looks: readonly Look[]): { by: 'other' | 'self' }[] {
  return looks.map(({ mine }) => ({ by: mine ? ('self' as const) : ('other' as const) })).reverse()
}

/** The witness line in words: how many people, and who last. */
export function witnessSentence(looks: readonly Look[], timeZone: string, what: string): string {
  const last = looks[0]
  if (!last) return `Nobody has opened ${what} yet`
  const people = new Set(looks.map((look) => (look.mine ? 'you' : `${look.kind}/${look.name}`))).size
  const many = people === 1 ? '1 person' : `${people} people`
  return `Opened by ${many}, last by ${last.mine ? 'you' : last.name}, ${formatDay(last.at, timeZone)}`
}

type Visit = { startsAt: Date; status: string; reason: string }

/** The nearest visit that is still to come and still on. */
export function nextVisit<V extends Visit>(visits: readonly V[], now: Date): V | null {
  const coming = visits.filter(({ startsAt, status }) => startsAt > now && ['booked', 'pending', 'proposed'].includes(status))
  return coming.reduce<V | null>((nearest, visit) => (!nearest || visit.startsAt < nearest.startsAt ? visit : nearest), null)
}

type Tone = 'busy' | 'watch' | 'done' | 'ended' | 'ready'

/** A visit's status (FHIR R4 AppointmentStatus) as a patient understands it. */
export function visitWords(status: string, startsAt: Date, now: Date): { tone: Tone; words: string } {
  switch (status) {
    case 'fulfilled': return { tone: 'done', words: 'Done' }
    case 'arrived':
    case 'checked-in': return { tone: 'busy', words: 'Today' }
    case 'cancelled': return { tone: 'ended', words: 'Cancelled' }
    case 'noshow': return { tone: 'ended', words: 'Missed' }
    case 'proposed':
    case 'pending':
    case 'waitlist': return { tone: 'watch', words: 'Not confirmed yet' }
    default: return startsAt > now ? { tone: 'ready', words: 'Booked' } : { tone: 'ended', words: 'Past' }
  }
}

/** Why a reader who is not the patient is here. */
export function relationWords(relation: string): string | undefined {
  const words: Record<string, string> = { parent: 'You act as a parent', guardian: 'You act as a guardian', carer: 'You act as a carer', helper: 'You act as a helper' }
  return words[relation]
}
