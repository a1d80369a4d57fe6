import 'server-only'

/** An instant inside the story. A date without a time is a plain `YYYY-MM-DD` string instead. */
export type Instant = Date

export type Role = 'owner' | 'privacy_officer' | 'dentist' | 'hygienist' | 'assistant' | 'front_desk' | 'billing'

export type Category =
  | 'radiograph'
  | 'photograph'
  | 'treatment_plan'
  | 'consent'
  | 'referral'
  | 'lab_report'
  | 'insurance'
  | 'statement'
  | 'letter'
  | 'identification'
  | 'other'

/** What kind of file stands behind a document; each kind is drawn by one function of db/seed/files. */
export type DocumentKind =
  | 'bitewing'
  | 'periapical'
  | 'panoramic'
  | 'photo_front'
  | 'photo_side'
  | 'photo_upper'
  | 'photo_lower'
  | 'insurance_card'
  | 'identity_card'
  | 'treatment_plan'
  | 'consent'
  | 'referral'
  | 'lab_report'
  | 'insurance_letter'
  | 'statement'
  | 'letter'
  | 'privacy_notice'
  | 'health_history'

/** HL7 FHIR R4 AppointmentStatus. */
export type AppointmentStatus =
  | 'proposed'
  | 'pending'
  | 'booked'
  | 'arrived'
  | 'fulfilled'
  | 'cancelled'
  | 'noshow'
  | 'entered-in-error'
  | 'checked-in'
  | 'waitlist'

export type StoryPractice = {
  key: string
  name: string
  /** IANA name; the two practices lie on either side of a time zone border. */
  timeZone: string
  phone: string
  email: string
  /** Lines joined by a line feed. */
  address: string
  idleMinutes: number
  operatories: string[]
  /** Colours and habits of the practice's stationery, for the files. */
  stationery: { ink: string; accent: string; serif: boolean; motto: string }
  openedAt: Instant
}

/** A human being with an identity of her own. Whoever has an account stands in db/seed/accounts.ts under the same key. */
export type StoryPerson = {
  key: string
  name: string
  email: string
  language: 'en' | 'es'
  createdAt: Instant
}

export type StoryMembership = {
  key: string
  practice: string
  person: string
  displayName: string
  roles: Role[]
  from: Instant
  until: Instant | null
  /** Membership keys; null where nobody stood above the person (the first owner). */
  givenBy: string | null
  endedBy: string | null
  endedWhy: string | null
}

export type ContactKind = 'emergency' | 'guardian' | 'guarantor' | 'other'
export type AlertKind = 'allergy' | 'condition' | 'medication' | 'other'

export type StoryContact = { kind: ContactKind; name: string; relation: string; phone: string; email: string }
export type StoryAlert = { kind: AlertKind; text: string; severe: boolean; from: Instant; givenBy: string }

export type StoryPatient = {
  key: string
  practice: string
  chartNumber: string
  givenName: string
  familyName: string
  preferredName: string
  birthDate: string
  email: string
  phone: string
  address: string
  language: 'en' | 'es'
  staffNote: string
  contacts: StoryContact[]
  alerts: StoryAlert[]
  insurance: { carrier: string; member: string; group: string; subscriber: string } | null
  createdAt: Instant
  createdBy: string
  archived: { at: Instant; by: string; why: string } | null
}

export type PortalRelation = 'self' | 'parent' | 'guardian' | 'carer' | 'helper'

export type StoryPortalAccess = {
  key: string
  practice: string
  patient: string
  person: string
  relation: PortalRelation
  displayName: string
  scope: 'all' | 'categories' | 'task'
  /** Kinds of document, and `visits`. */
  categories: string[]
  task: string | null
  /** What others send from the portal stays out of sight. */
  apart: boolean
  endsAtMajority: boolean
  evidenceKind: string | null
  evidence: string
  from: Instant
  expiresAt: Instant | null
  until: Instant | null
  givenBy: string
  why: string
  endedBy: string | null
  endedWhy: string | null
}

export type StoryAppointment = {
  key: string
  practice: string
  patient: string
  /** Membership key of the dentist or hygienist. */
  provider: string
  operatory: string
  startsAt: Instant
  endsAt: Instant
  reason: string
  status: AppointmentStatus
}

export type StoryReleaseRule = {
  key: string
  practice: string
  category: Category
  timing: 'on_filing' | 'after_review' | 'never'
  from: Instant
  setBy: string
}

export type StoryRelease = {
  key: string
  note: string
  from: Instant
  expiresAt: Instant | null
  /** Membership key, or null where a rule released it. */
  by: string | null
  rule: string | null
  ended: { at: Instant; by: string; why: string } | null
}

export type StoryDocument = {
  key: string
  practice: string
  kind: DocumentKind
  /** Whose record the content is about; an unfiled document stands in no record yet. */
  patient: string
  category: Category
  title: string
  /** Local date of the practice, `YYYY-MM-DD`. */
  takenOn: string
  /** Universal Numbering: 1–32, A–T, or null. */
  tooth: string | null
  /** The visit it belongs to, if any. */
  appointment: string | null
  /** The dentist or hygienist who stands behind the content. */
  provider: string
  uploadedBy: string
  uploadedAt: Instant
  filed: { by: string; at: Instant } | null
  /** The virus scanner could not look through it, and why: it waits for somebody to answer for it. */
  held?: 'scan_failed'
  reviewed: { by: string; at: Instant } | null
  /** Oldest first; at most the last one is open. */
  releases: StoryRelease[]
  /** Seeds the drawing, so that no two files are alike. */
  seed: number
}

/** One look at a document, or the refusal of one. Exactly one of `membership` and `portalAccess` is set. */
export type StoryOpening = {
  key: string
  practice: string
  document: string
  membership: string | null
  portalAccess: string | null
  at: Instant
  decision: 'allow' | 'deny'
  /** Why it was refused, or a remark for a story-teller; empty for everyday looks. */
  reason: string
}

export type StoryWorkstation = { key: string; practice: string; name: string; enrolledBy: string; from: Instant }

export type Story = {
  /** The moment that the story is told at: nothing in it but coming appointments and expiries lies later. */
  today: Instant
  practices: StoryPractice[]
  people: StoryPerson[]
  memberships: StoryMembership[]
  patients: StoryPatient[]
  portalAccesses: StoryPortalAccess[]
  releaseRules: StoryReleaseRule[]
  workstations: StoryWorkstation[]
  appointments: StoryAppointment[]
  documents: StoryDocument[]
  openings: StoryOpening[]
}
