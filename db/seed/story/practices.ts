import 'server-only'
import type { Category, StoryPractice, StoryReleaseRule, StoryWorkstation } from '@/db/seed/story/types'
import { daysAfter } from '@/db/seed/story/calendar'

/** Two invented towns on either side of the line between Eastern and Central Time, twenty minutes apart. */
export const riverbend = 'riverbend'
export const cedar = 'cedar'

export function practices(today: Date): StoryPractice[] {
  return [
    {
      key: riverbend,
      name: 'Riverbend Dental Care',
      timeZone: 'America/New_York',
      phone: '(423) 555-0110',
      email: 'office@riverbend-dental.example',
      address: '214 Millrace Street\nFerris Landing, TN 37000',
      idleMinutes: 15,
      operatories: ['Chair 1', 'Chair 2', 'Chair 3', 'Hygiene 1'],
      stationery: { ink: '#12343b', accent: '#1f7a74', serif: true, motto: 'On the water side of Millrace Street' },
      openedAt: daysAfter(today, -2600),
    },
    {
      key: cedar,
      name: 'Cedar Hollow Family Dentistry',
      timeZone: 'America/Chicago',
      phone: '(931) 555-0120',
      email: 'hello@cedarhollow.example',
      address: '58 Quarry Road\nPell Ridge, TN 37001',
      idleMinutes: 10,
      operatories: ['Room A', 'Room B', 'Room C'],
      stationery: { ink: '#3a2419', accent: '#a4502f', serif: false, motto: 'Family dentistry since 1998' },
      openedAt: daysAfter(today, -1900),
    },
  ]
}

type Timing = StoryReleaseRule['timing']

/** What each owner decided: Riverbend gives nearly everything once a dentist has seen it, Cedar Hollow images by hand. */
const timings: Record<string, Partial<Record<Category, Timing>>> = {
  [riverbend]: {
    radiograph: 'after_review',
    photograph: 'after_review',
    treatment_plan: 'after_review',
    lab_report: 'after_review',
    consent: 'on_filing',
    statement: 'on_filing',
    insurance: 'on_filing',
    letter: 'on_filing',
    referral: 'never',
    identification: 'never',
  },
  [cedar]: {
    treatment_plan: 'after_review',
    consent: 'on_filing',
    statement: 'on_filing',
    letter: 'on_filing',
    radiograph: 'never',
    photograph: 'never',
    lab_report: 'never',
    identification: 'never',
  },
}

export function releaseRules(today: Date): StoryReleaseRule[] {
  const owners: Record<string, string> = { [riverbend]: 'riverbend/amara', [cedar]: 'cedar/samuel' }
  return Object.entries(timings).flatMap(([practice, byCategory]) =>
    Object.entries(byCategory).map(([category, timing]) => ({
      key: `${practice}/rule/${category}`,
      practice,
      category: category as Category,
      timing,
      from: daysAfter(today, -700),
      setBy: owners[practice] as string,
    })),
  )
}

export function workstations(today: Date): StoryWorkstation[] {
  const at = (practice: string, name: string, enrolledBy: string, days: number): StoryWorkstation => ({
    key: `${practice}/workstation/${name.toLowerCase().replaceAll(' ', '-')}`,
    practice,
    name,
    enrolledBy: `${practice}/${enrolledBy}`,
    from: daysAfter(today, days),
  })
  return [
    at(riverbend, 'Front desk left', 'amara', -540),
    at(riverbend, 'Front desk right', 'amara', -540),
    at(riverbend, 'Hygiene 1', 'amara', -320),
    at(cedar, 'Front desk', 'samuel', -410),
  ]
}
