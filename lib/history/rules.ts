import { formatDay } from '@/lib/format/dates'
import { count } from '@/lib/format/names'
import { functionWords } from '@/lib/practice/rules'
import type { PracticeFunction } from '@/lib/practice/schema'

type Opening = { at: Date; name: string; kind: string; mine: boolean }

/** Marks for the witness line, oldest first. */
export function witnessMarks(openings: readonly Opening[]): { by: 'other' | 'self' }[] {
  return openings.map(({ mine }) => ({ by: mine ? ('self' as const) : ('other' as const) })).reverse()
}

/** The witness line in words: "Opened by 3 people lately, last by Dr. Okafor, Nov 12, 2026". Openings newest first. */
export function witnessWords(openings: readonly Opening[], timeZone: string): string {
  const last = openings[0]
  if (!last) return 'Nobody has opened this record before you'
  const people = new Set(openings.map(({ kind, name, mine }) => (mine ? 'you' : `${kind}/${name}`))).size
  return `Opened by ${count(people, 'person', 'people')} lately, last by ${last.mine ? 'you' : last.name}, ${formatDay(last.at, timeZone)}`
}

const roles: Record<string, string> = {
  owner: 'owner', privacy_officer: 'privacy officer', dentist: 'dentist', hygienist: 'hygienist', assistant: 'assistant', front_desk: 'front desk',
  billing: 'billing', self: 'the patient', parent: 'parent', guardian: 'guardian', carer: 'carer', helper: 'helper',
  folder_program: 'a program of the practice', guest_of_staff: 'outside, shared by the office', guest_of_patient: 'outside, shared by the patient',
}

/** Whom a name belonged to at the time: "owner, dentist", "parent, in the portal". */
export function actorWords(actor: { kind: string; roles: readonly string[] }): string {
  if (actor.kind === 'system') return 'the software'
  const words = actor.roles.map((role) => roles[role] ?? role.replaceAll('_', ' ')).join(', ')
  return actor.kind === 'patient' ? `${words || 'patient'}, in the portal` : words || 'no role'
}

/** Details of an event that help to understand it, in words; ids and links stay away. */
export function detailWords(operation: string, detail: Readonly<Record<string, string | number | boolean | null>>): string | null {
  const text = (key: string) => (typeof detail[key] === 'string' ? detail[key].replaceAll('_', ' ') : '')
  switch (operation) {
    case 'patients.update': return text('changed') ? `changed: ${inWords(text('changed'))}` : 'nothing changed'
    case 'practice.saveSettings': return text('changed') ? `changed: ${inWords(text('changed'))}` : 'nothing changed'
    case 'practice.saveReleaseRules':
      return Object.entries(detail).map(([category, timing]) => `${category.replaceAll('_', ' ')}: ${String(timing).replaceAll('_', ' ')}`).join(', ') || 'nothing changed'
    case 'practice.close':
    case 'practice.reopen': return functionWords[detail.function as PracticeFunction]?.name ?? null
    case 'members.invite': return text('roles') ? `as ${text('roles')}` : null
    case 'members.changeRoles': return [text('added') && `given: ${text('added')}`, text('ended') && `taken: ${text('ended')}`].filter(Boolean).join(', ') || null
    case 'shares.make':
    case 'portal.shares.make': return detail.save === true ? 'the files may be saved too' : null
    case 'documents.checked': return foundWords[String(detail.found)] ?? null
    case 'documents.decide_held': return detail.decision === 'take' ? 'taken in all the same' : 'refused and destroyed'
    case 'documents.file':
    case 'documents.review':
    case 'documents.release':
    case 'documents.readdress':
    case 'releases.together':
      return [detail.released === true && 'and the practice’s rule released it', detail.audience === 'named' && 'to named persons only', secondLook(text('confirmed'))]
        .filter(Boolean).join('; ') || null
    case 'documents.wrong_patient': return detail.moved === 'in' ? 'moved into this record' : 'taken out of this record'
    case 'documents.redeem':
    case 'portal.documents.redeem': return detail.action === 'attachment' ? 'saved as a file' : null
    case 'documents.sheet':
    case 'portal.documents.sheet': return typeof detail.previews === 'number' ? count(detail.previews, 'document', 'documents') : null
    default: return null
  }
}

const foundWords: Record<string, string> = {
  nothing: 'nothing found', infected: 'infected, and destroyed', lost: 'damaged before it could be looked through', scan_too_large: 'held: too large to look through',
  scan_encrypted: 'held: a part is locked', scan_failed: 'held: it could not be read', scan_limits_silent: 'held: the scanner is not set up',
  scan_none: 'held: no scanner any more',
}

const looked: Record<string, string> = {
  name: 'another name', 'name near': 'nearly the same name', birth: 'another birth date', 'birth near': 'nearly the same birth date',
  'birth swapped': 'day and month the other way round', number: 'the chart number of somebody else', alike: 'patients who are easily confused',
  unread: 'a file that had not been looked through yet',
}

/** What a person confirmed at a second look: `name_near alike`, whose underscores have gone by here. */
function secondLook(confirmed: string): string | null {
  const found = Object.entries(looked).filter(([code]) => new RegExp(`(^| )${code}( (?!near|swapped)|$)`).test(confirmed)).map(([, said]) => said)
  return found.length > 0 ? `after a second look: ${found.join(', ')}` : null
}

/** `givenName birthDate` as "given name, birth date". */
function inWords(keys: string): string {
  return keys.split(' ').map((key) => key.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)).join(', ')
}
