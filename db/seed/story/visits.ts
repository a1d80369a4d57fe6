import 'server-only'
import type { DocumentKind } from '@/db/seed/story/types'

/** A reason for a visit, who gives it, how long it takes, and the papers and images it leaves behind. */
export type Visit = {
  reason: string
  by: 'dentist' | 'hygienist'
  minutes: number
  /** For whom it is likely. */
  age: 'any' | 'child' | 'adult'
  weight: number
  /** [kind, probability]. */
  leaves: [DocumentKind, number][]
}

export const firstVisit: Visit = {
  reason: 'New patient exam', by: 'dentist', minutes: 60, age: 'any', weight: 0,
  leaves: [['panoramic', 0.7], ['bitewing', 0.8], ['treatment_plan', 0.6]],
}

export const visits: Visit[] = [
  { reason: 'Cleaning and check-up', by: 'hygienist', minutes: 60, age: 'any', weight: 9,
    leaves: [['bitewing', 0.6], ['bitewing', 0.15], ['photo_front', 0.15], ['letter', 0.08]] },
  { reason: 'Filling', by: 'dentist', minutes: 45, age: 'any', weight: 4,
    leaves: [['periapical', 0.6], ['insurance_letter', 0.25], ['photo_side', 0.3]] },
  { reason: 'Crown preparation', by: 'dentist', minutes: 90, age: 'adult', weight: 2.5,
    leaves: [['periapical', 1], ['consent', 1], ['lab_report', 0.9], ['treatment_plan', 0.6], ['photo_front', 0.55]] },
  { reason: 'Crown seating', by: 'dentist', minutes: 45, age: 'adult', weight: 1.2,
    leaves: [['periapical', 0.8], ['photo_side', 0.4], ['statement', 0.5]] },
  { reason: 'Root canal treatment', by: 'dentist', minutes: 90, age: 'adult', weight: 1.6,
    leaves: [['periapical', 1], ['periapical', 0.7], ['consent', 1], ['referral', 0.35]] },
  { reason: 'Extraction', by: 'dentist', minutes: 60, age: 'adult', weight: 1.2,
    leaves: [['periapical', 0.7], ['panoramic', 0.4], ['consent', 1], ['letter', 0.7]] },
  { reason: 'Toothache', by: 'dentist', minutes: 30, age: 'any', weight: 1.8,
    leaves: [['periapical', 0.9], ['photo_lower', 0.4], ['referral', 0.2]] },
  { reason: 'Deep cleaning, lower right', by: 'hygienist', minutes: 60, age: 'adult', weight: 1.4,
    leaves: [['photo_front', 0.4], ['consent', 0.5], ['insurance_letter', 0.3]] },
  { reason: 'Sealants', by: 'hygienist', minutes: 30, age: 'child', weight: 3,
    leaves: [['photo_upper', 1], ['photo_lower', 0.7]] },
  { reason: 'Orthodontic check', by: 'dentist', minutes: 30, age: 'child', weight: 3,
    leaves: [['photo_front', 0.7], ['photo_side', 0.4], ['panoramic', 0.3], ['referral', 0.25]] },
  { reason: 'Whitening consultation', by: 'hygienist', minutes: 30, age: 'adult', weight: 0.6, leaves: [['photo_front', 1]] },
  { reason: 'Denture check', by: 'dentist', minutes: 30, age: 'adult', weight: 0.5, leaves: [['photo_upper', 0.5]] },
]
