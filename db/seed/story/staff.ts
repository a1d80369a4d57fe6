import 'server-only'
import type { Role, StoryMembership, StoryPerson } from '@/db/seed/story/types'
import { cedar, riverbend } from '@/db/seed/story/practices'
import { daysAfter, minutesAfter } from '@/db/seed/story/calendar'

/** Days before today on which the former front desk lost his membership. */
export const brentLeft = 118

type Row = [practice: string, person: string, name: string, roles: Role[], sinceDays: number]

const rows: Row[] = [
  [riverbend, 'amara', 'Dr. Amara Okonkwo', ['owner', 'dentist'], 2590],
  [riverbend, 'ruth', 'Ruth Feldman', ['privacy_officer'], 2210],
  [riverbend, 'henrik', 'Dr. Henrik Solberg', ['dentist'], 1130],
  [riverbend, 'keisha', 'Keisha Daniels', ['hygienist'], 1460],
  [riverbend, 'tomas', 'Tomás Herrera', ['assistant'], 890],
  [riverbend, 'joy', 'Joy Mendoza', ['front_desk'], 760],
  [riverbend, 'walter', 'Walter Pruitt', ['billing'], 1980],
  [riverbend, 'brent', 'Brent Halloran', ['front_desk'], 640],
  [cedar, 'samuel', 'Dr. Samuel Whitcomb', ['owner', 'dentist'], 1890],
  [cedar, 'lorraine', 'Lorraine Tran', ['privacy_officer'], 1510],
  [cedar, 'anjali', 'Dr. Anjali Deshmukh', ['dentist'], 705],
  [cedar, 'marisol', 'Marisol Vega', ['hygienist'], 980],
  [cedar, 'caleb', 'Caleb Yoder', ['assistant'], 520],
  [cedar, 'fatima', 'Fatima Haddad', ['front_desk'], 1240],
  [cedar, 'gwen', 'Gwen Abernathy', ['billing'], 1660],
]

const domains: Record<string, string> = { [riverbend]: 'riverbend-dental.example', [cedar]: 'cedarhollow.example' }
const owners: Record<string, string> = { [riverbend]: 'amara', [cedar]: 'samuel' }
/** A person who is patient and mother before she is staff keeps her own address. */
const ownMail: Record<string, string> = { marisol: 'marisol.vega@mailbox.example' }

/** Letters and dots only, for e-mail addresses: é becomes e, ø becomes o. */
export function mailName(name: string): string {
  const plain = name.replace(/^Dr\. /, '').replaceAll('ø', 'o').replaceAll('Ø', 'O')
  return plain
    .normalize('NFD')
    .replace(/[^A-Za-z -]/g, '')
    .toLowerCase()
    .replace(/[ -]+/g, '.')
}

export function staffPeople(today: Date): StoryPerson[] {
  return rows.map(([practice, key, name, , since]) => ({
    key,
    name: name.replace(/^Dr\. /, ''),
    email: ownMail[key] ?? `${mailName(name)}@${domains[practice]}`,
    language: 'en',
    createdAt: daysAfter(today, -since),
  }))
}

export function memberships(today: Date): StoryMembership[] {
  return rows.map(([practice, person, displayName, roles, since]) => {
    const owner = owners[practice] as string
    const left = person === 'brent'
    return {
      key: `${practice}/${person}`,
      practice,
      person,
      displayName,
      roles,
      from: minutesAfter(daysAfter(today, -since), 45),
      until: left ? daysAfter(today, -brentLeft) : null,
      givenBy: person === owner ? null : `${practice}/${owner}`,
      endedBy: left ? `${practice}/${owner}` : null,
      endedWhy: left ? 'Employment ended' : null,
    }
  })
}
