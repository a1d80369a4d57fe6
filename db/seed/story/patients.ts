import 'server-only'
import type { StoryPatient, StoryPerson, StoryPortalAccess } from '@/db/seed/story/types'
import { cedarLines, proxyNames, riverbendLines, type PatientLine } from '@/db/seed/story/patient-list'
import { cedar, practices, riverbend } from '@/db/seed/story/practices'
import { mailName } from '@/db/seed/story/staff'
import { daysAfter, later, minutesAfter } from '@/db/seed/story/calendar'
import { hash, random } from '@/db/seed/story/random'
import { dayBounds } from '@/lib/format/calendar'

export const carriers = [
  'Bluestem Dental Mutual',
  'Tri-Rivers Benefit Trust',
  'Hearthside Dental Plan',
  'Mill Workers Dental Fund',
] as const

/** Days before today on which the former patient's portal access ended. */
export const coletteLeft = 83

const streets = [
  'Towpath Lane', 'Ferry Street', 'Sycamore Avenue', 'Old Kiln Road', 'Larkspur Court', 'Bell Tower Street',
  'Orchard Row', 'Limestone Drive', 'Heron Way', 'Chapel Hill Road', 'Tannery Street', 'Dogwood Circle',
]
const towns: Record<string, string[]> = {
  [riverbend]: ['Ferris Landing, TN 37000', 'Ferris Landing, TN 37000', 'Otter Creek, TN 37000'],
  [cedar]: ['Pell Ridge, TN 37001', 'Pell Ridge, TN 37001', 'Marrow Gap, TN 37001'],
}
const areas: Record<string, string> = { [riverbend]: '423', [cedar]: '931' }
const mailboxes = ['mailbox.example', 'letterbox.example', 'post.example']
/** The same person has the same address wherever she is written down. */
const mailOf = (name: string): string => `${mailName(name)}@${mailboxes[hash(name) % 3]}`
const zones: Record<string, string> = Object.fromEntries(practices(new Date(0)).map(({ key, timeZone }) => [key, timeZone]))
const frontDesk: Record<string, string> = { [riverbend]: 'riverbend/joy', [cedar]: 'cedar/fatima' }
const dentists: Record<string, string> = { [riverbend]: 'riverbend/amara', [cedar]: 'cedar/samuel' }

export const slug = (line: { given: string; family: string }): string =>
  mailName(`${line.given} ${line.family}`).replaceAll('.', '-')

type Home = { street: string; town: string; phone: string; member: string }

/** The register of both practices: 36 and 24 records, of which one child stands in both. */
export function patients(today: Date): StoryPatient[] {
  return [...registerOf(riverbend, riverbendLines, today), ...registerOf(cedar, cedarLines, today)]
}

function registerOf(practice: string, lines: PatientLine[], today: Date): StoryPatient[] {
  const r = random(`register ${practice}`)
  // 555-0100 to 555-0199 are reserved for fiction; the first thirty are the offices' own.
  const phones = r.shuffle(Array.from({ length: 70 }, (_, i) => i + 130))
  const homes = new Map<string, Home>()
  return lines.map((line, index) => {
    const key = line.home ?? slug(line)
    const home = homes.get(key) ?? {
      street: `${r.int(2, 98) * 3 + 11} ${r.pick(streets)}`,
      town: r.pick(towns[practice] as string[]),
      phone: `(${areas[practice]}) 555-0${phones[index]}`,
      member: `${r.int(100, 999)} ${r.int(10, 99)} ${r.int(1000, 9999)}`,
    }
    homes.set(key, home)
    const adult = line.birth < '2008'
    const createdDays = index % 7 === 4 ? r.int(40, 330) : r.int(400, 740)
    const createdAt = minutesAfter(daysAfter(today, -createdDays), r.int(-120, 120))
    const carrier = line.carrier === undefined ? null : carriers[line.carrier]
    const contactPhone = `(865) 555-0${phones[index]}`
    return {
      key: `${practice}/${slug(line)}`,
      practice,
      chartNumber: practice === riverbend ? `R-${1001 + index * 7 + (index % 3)}` : `C-0${301 + index * 4 + (index % 2)}`,
      givenName: line.given,
      familyName: line.family,
      preferredName: line.preferred ?? '',
      birthDate: line.ofAgeIn === undefined ? line.birth : eighteenYearsBefore(daysAfter(today, line.ofAgeIn)),
      email: adult ? mailOf(`${line.given} ${line.family}`) : '',
      phone: home.phone,
      address: `${home.street}\n${home.town}`,
      language: line.spanish ? 'es' : 'en',
      staffNote: line.note ?? '',
      contacts: (line.contacts ?? [['emergency', contactName(line, r.int(0, 5)), r.pick(['Partner', 'Sibling', 'Friend'])]]).map(
        ([kind, name, relation]) => ({
          kind,
          name,
          relation,
          phone: kind === 'guardian' ? home.phone : contactPhone,
          email: kind === 'guardian' ? mailOf(name) : '',
        }),
      ),
      alerts: (line.alerts ?? []).map(([kind, text, severe]) => ({
        kind,
        text,
        severe: severe !== undefined,
        from: minutesAfter(createdAt, 40),
        givenBy: dentists[practice] as string,
      })),
      insurance: carrier
        ? { carrier, member: home.member, group: `G-${r.int(20, 89)}${index % 10}`, subscriber: line.contacts?.find(([kind]) => kind === 'guardian')?.[1] ?? `${line.given} ${line.family}` }
        : null,
      createdAt,
      createdBy: frontDesk[practice] as string,
      archived: line.archived
        ? { at: daysAfter(today, -coletteLeft), by: frontDesk[practice] as string, why: line.archived }
        : null,
    }
  })
}

const others = ['Robin', 'Casey', 'Jordan', 'Alex', 'Sasha', 'Noel']
const contactName = (line: PatientLine, n: number): string => `${others[n]} ${line.family}`

/** Persons who are not staff: patients with a portal, parents and carers. Staff keep the person they already are. */
export function portalPeople(today: Date, staff: StoryPerson[]): StoryPerson[] {
  const known = new Set(staff.map((person) => person.key))
  const found = new Map<string, StoryPerson>()
  for (const line of [...riverbendLines, ...cedarLines]) {
    for (const [key, relation] of line.portal ?? []) {
      if (known.has(key) || found.has(key)) continue
      const name = relation === 'self' ? `${line.given} ${line.family}` : (proxyNames[key] ?? selfName(key))
      const r = random(`person ${key}`)
      found.set(key, {
        key,
        name,
        email: mailOf(name),
        language: line.spanish ? 'es' : 'en',
        createdAt: daysAfter(today, -r.int(355, 395)),
      })
    }
  }
  return [...found.values()]
}

function selfName(key: string): string {
  const line = [...riverbendLines, ...cedarLines].find((l) => l.portal?.some(([k, rel]) => k === key && rel === 'self'))
  if (!line) throw new Error(`Nobody is called ${key}`)
  return `${line.given} ${line.family}`
}

/** What those who act for somebody were given, where it is not everything. */
const reaches: Record<string, Partial<StoryPortalAccess>> = {
  // Parents who live apart: the father sees the treatment, not the money, and nothing that the mother sends.
  'riverbend/theo-vega-lindqvist/anders': {
    scope: 'categories', categories: ['radiograph', 'photograph', 'treatment_plan', 'letter', 'visits'], apart: true,
    why: 'Parents live apart; agreed with both', evidenceKind: 'court_order', evidence: 'Parenting plan of the family court',
  },
  'riverbend/harold-teague/nadine': {
    scope: 'categories', categories: ['treatment_plan', 'letter', 'statement', 'visits'], why: 'Looks after her father’s papers', evidenceKind: 'own_word', evidence: 'He said so here, with her',
  },
  'riverbend/rosa-elena-ibarra/julio': {
    scope: 'task', task: 'insurance_card', why: 'Has the new card on his phone', evidenceKind: 'own_word', evidence: '',
  },
}

export function portalAccesses(today: Date, people: StoryPerson[], register: StoryPatient[]): StoryPortalAccess[] {
  const patientOf = new Map(register.map((patient) => [patient.key, patient]))
  const byKey = new Map(people.map((person) => [person.key, person]))
  const of = (practice: string, lines: PatientLine[]) =>
    lines.flatMap((line) =>
      (line.portal ?? []).map(([person, relation]): StoryPortalAccess => {
        const r = random(`access ${practice} ${slug(line)} ${person}`)
        const ended = person === 'colette'
        const key = `${practice}/${slug(line)}/${person}`
        const patient = patientOf.get(`${practice}/${slug(line)}`) as StoryPatient
        const since = later(daysAfter(today, -r.int(338, 352)), minutesAfter(patient.createdAt, 55))
        const parental = relation === 'parent' || relation === 'guardian'
        return {
          key,
          practice,
          patient: patient.key,
          person,
          relation,
          displayName: (byKey.get(person) as StoryPerson).name,
          scope: 'all', categories: [], task: null, apart: false,
          endsAtMajority: parental,
          evidenceKind: relation === 'parent' ? 'birth_certificate' : relation === 'guardian' ? 'court_order' : null,
          evidence: '',
          from: person === 'julio' ? daysAfter(today, -3) : since,
          expiresAt: parental ? ofAge(patient.birthDate, practice) : person === 'nadine' ? daysAfter(today, 240) : person === 'julio' ? daysAfter(today, 11) : null,
          until: ended ? daysAfter(today, -coletteLeft) : null,
          givenBy: frontDesk[practice] as string,
          why: relation === 'self' ? 'Enrolled at the counter' : 'Identity and relation checked at the counter',
          endedBy: ended ? (frontDesk[practice] as string) : null,
          endedWhy: ended ? 'Left the practice' : null,
          ...reaches[key],
        }
      }),
    )
  return [...of(riverbend, riverbendLines), ...of(cedar, cedarLines)]
}

const years = (date: string, more: number): string => `${Number(date.slice(0, 4)) + more}${date.slice(4)}`
const eighteenYearsBefore = (day: Date): string => years(day.toISOString().slice(0, 10).replace('-02-29', '-03-01'), -18)
/** The birthday’s first moment on the practice’s own clock, as access.comes_of_age has it. */
const ofAge = (birth: string, practice: string): Date => dayBounds(years(birth, 18), zones[practice] as string).from
