import { formatDay } from '@/lib/format/dates'
import type { Lang } from '@/lib/format/lang'
import { plural } from '@/lib/format/plurals'
import type { Look } from '@/lib/portal/schema'
import { portalWords } from '@/lib/portal/words'

/** What somebody did, as the end of a sentence that begins with a name. */
export function lookWords(look: Look, lang: Lang = 'en'): string {
  const say = portalWords[lang]
  return look.what === 'saw_previews' ? plural(lang, look.previews, say.previews) : say.did[look.what]
}

/** Whom a name belongs to: their roles at the time, in words. */
export function roleWords(look: Look, lang: Lang = 'en'): string {
  const say = portalWords[lang]
  if (look.kind === 'system') return say.software
  const roles: Record<string, string> = say.roles
  return look.roles.map((role) => roles[role] ?? role).join(', ') || say.staff
}

/** Marks for the witness line, oldest first. */
export function witnessMarks(looks: readonly Look[]): { by: 'other' | 'self' }[] {
  return looks.map(({ mine }) => ({ by: mine ? ('self' as const) : ('other' as const) })).reverse()
}

/** The witness line in words: how many people, and who last. */
export function witnessSentence(looks: readonly Look[], timeZone: string, what: 'record' | 'document', lang: Lang = 'en'): string {
  const say = portalWords[lang]
  const last = looks[0]
  if (!last) return say.nobody[what]
  const people = new Set(looks.map((look) => (look.mine ? 'you' : `${look.kind}/${look.name}`))).size
  return say.witness(plural(lang, people, say.opened[what]), last.mine ? say.you : last.name, formatDay(last.at, timeZone, lang))
}

type Visit = { startsAt: Date; status: string; reason: string }

/** The nearest visit that is still to come and still on. */
export function nextVisit<V extends Visit>(visits: readonly V[], now: Date): V | null {
  const coming = visits.filter(({ startsAt, status }) => startsAt > now && ['booked', 'pending', 'proposed'].includes(status))
  return coming.reduce<V | null>((nearest, visit) => (!nearest || visit.startsAt < nearest.startsAt ? visit : nearest), null)
}

type Tone = 'busy' | 'watch' | 'done' | 'ended' | 'ready'

/** A visit's status (FHIR R4 AppointmentStatus) as a patient understands it. */
export function visitWords(status: string, startsAt: Date, now: Date, lang: Lang = 'en'): { tone: Tone; words: string } {
  const say = portalWords[lang].visit
  switch (status) {
    case 'fulfilled': return { tone: 'done', words: say.done }
    case 'arrived':
    case 'checked-in': return { tone: 'busy', words: say.today }
    case 'cancelled': return { tone: 'ended', words: say.cancelled }
    case 'noshow': return { tone: 'ended', words: say.missed }
    case 'proposed':
    case 'pending':
    case 'waitlist': return { tone: 'watch', words: say.open }
    default: return startsAt > now ? { tone: 'ready', words: say.booked } : { tone: 'ended', words: say.past }
  }
}

/** Who let her see a document. Where a rule of the practice did, it stands in the record as "the rule of" its owner. */
export function sharedBy(by: string, lang: Lang): string {
  const rule = 'the rule of '
  return by.startsWith(rule) ? portalWords[lang].ruleOf(by.slice(rule.length)) : by
}
