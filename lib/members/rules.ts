import type { Lang } from '@/lib/format/lang'
import type { Role } from '@/lib/members/schema'

/** Roles in the practice's own words, with what each is for. */
export const roleWords: Record<Role, { name: string; about: string }> = {
  owner: { name: 'Owner', about: 'Answers for the practice: members, roles, settings, and everything below.' },
  privacy_officer: { name: 'Privacy officer', about: 'Reads the access history and can close the portal.' },
  dentist: { name: 'Dentist', about: 'Treats patients, reviews and releases documents.' },
  hygienist: { name: 'Hygienist', about: 'Treats patients, files and releases documents.' },
  assistant: { name: 'Assistant', about: 'Prepares treatment and files documents.' },
  front_desk: { name: 'Front desk', about: 'Patients, papers and portal invitations.' },
  billing: { name: 'Billing', about: 'Statements and insurance papers.' },
}

const namesEs: Record<Role, string> = {
  owner: 'Titular', privacy_officer: 'Responsable de privacidad', dentist: 'Dentista', hygienist: 'Higienista',
  assistant: 'Asistente', front_desk: 'Recepción', billing: 'Facturación',
}

/** "Owner, Dentist" in the order of the list above. */
export function rolesInWords(roles: readonly string[], lang: Lang = 'en'): string {
  return Object.entries(roleWords).filter(([role]) => roles.includes(role))
    .map(([role, { name }]) => (lang === 'es' ? namesEs[role as Role] : name)).join(', ')
}

/** What changes when a member's roles become others. */
export function roleChanges(now: readonly string[], wanted: readonly Role[]): { add: Role[]; end: string[] } {
  return { add: [...new Set(wanted)].filter((role) => !now.includes(role)), end: now.filter((role) => !wanted.includes(role as Role)) }
}
