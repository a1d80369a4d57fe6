import 'server-only'
import { createHash } from 'node:crypto'
import { askWho } from '@/db/transaction'

/** One of the functions that a practice can close at once. */
export type Containable = 'documents' | 'portal' | 'writes'

/** Which hat the address names: a practice's, a portal's, a guest's share, a folder program, or (signed links) one of the first two by its id. A hint, until the database says that it is this caller's. */
export type HatRef = 'visitor' | 'person' | { practice: string } | { portal: string } | { hat: string } | { share: string } | { folder: string }

/** What a door brings along: nothing here has been believed yet. */
export type Caller = {
  /** The session cookie's value. */
  token: string | null
  /** The guest cookie's value: of somebody outside whom something was shared with. */
  guest?: string | null
  /** The credential of a practice's folder program, from its header. */
  folder?: string | null
  requestId: string
  /** Whether a person did something. A poll or a prefetch passes false, and renews no idle time. */
  act: boolean
  /** Lets one page's several questions share one look-up; nothing outlives the request. */
  find?: (caller: Caller, hat: HatRef) => Promise<Found>
}

export type Session = {
  id: string
  assurance: 1 | 2
  method: string
  state: 'live' | 'locked' | 'ended'
  secondsLeft: number
  stepUpUntil: Date | null
  expiresAt: Date
  phoneId: string | null
  workstationId: string | null
}

type Known = { personId: string; personName: string; language: 'en' | 'es'; responder: boolean; session: Session }
type Hat = {
  hatId: string
  practice: { id: string; name: string; timeZone: string; epoch: number }
  closed: Containable[]
}

export type Visitor = { kind: 'visitor' }
export type Person = Known & { kind: 'person' }
export type Staff = Known & Hat & { kind: 'staff'; name: string; roles: Role[] }
export type Patient = Known & Hat & { kind: 'patient'; patientId: string; relation: string }

/**
 * Somebody outside, without an account: papers were shared with her (`out`), or she was asked for some (`in`). Her hat is the
 * one share, her session what a right code opened, and her name the one that the sharer gave.
 */
export type Guest = Hat & {
  kind: 'guest'
  personId: ''
  direction: 'out' | 'in'
  name: string
  /** What was chosen for her letter; her pages follow her own choice. */
  language: 'en' | 'es'
  patientId: string
  sharedBy: { as: 'staff' | 'patient'; name: string }
  session: { id: string; expiresAt: Date }
}

/** A practice's own program that takes in what a scanner or camera writes at one of its computers: docs/decisions/0021. */
export type Folder = Hat & {
  kind: 'folder'
  personId: ''
  /** "Scanner at Front desk" */
  name: string
  /** It has none; its credential stands where others have a session. */
  session: { id: string }
}

/** Always exactly one hat. */
export type Principal = Visitor | Person | Staff | Patient | Guest | Folder
export type Kind = Principal['kind']
export type PrincipalOf<K extends Kind> = Extract<Principal, { kind: K }>

export type Role = 'owner' | 'privacy_officer' | 'dentist' | 'hygienist' | 'assistant' | 'front_desk' | 'billing'

/** What round trip one found: who is there, and the hat if it is theirs. Judged by conditions.ts. */
export type Found = { person: Person | null; hat: Staff | Patient | Guest | Folder | null }

type Row = {
  sessionId: string; personId: string; personName: string; language: 'en' | 'es'; responder: boolean
  assurance: 1 | 2; method: string; state: Session['state']; secondsLeft: number; stepUpUntil: Date | null
  expiresAt: Date; phoneId: string | null; workstationId: string | null
  practiceId: string | null; practiceName: string; timeZone: string; practiceEpoch: number
  membershipId: string | null; memberName: string; roles: Role[]
  accessId: string | null; patientId: string; relation: string; closed: Containable[]
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const token = /^[A-Za-z0-9_-]{43}$/

/** The stored form of a session token: SHA-256, since the token is 256 random bits and not a password. */
export function hashToken(value: string): Buffer {
  return createHash('sha256').update(value).digest()
}

/** Whether an address part can be an id at all; what cannot is answered like an id that does not exist. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value)
}

/** Round trip one: session and hat, read afresh from the database at each request. */
export async function findPrincipal(caller: Caller, hat: HatRef): Promise<Found> {
  if (!caller.token || !token.test(caller.token)) return { person: null, hat: null }
  // Bound to a form, it comes back from the browser in whatever shape.
  const named = typeof hat === 'object' && hat !== null ? hat : {}
  const practice = 'practice' in named && isUuid(named.practice) ? named.practice : null
  const portal = 'portal' in named && isUuid(named.portal) ? named.portal : null
  const either = 'hat' in named && isUuid(named.hat) ? named.hat : null
  const row = await askWho<Row>(hashToken(caller.token), practice, portal, either, caller.act)
  if (!row) return { person: null, hat: null }
  const known: Known = {
    personId: row.personId,
    personName: row.personName,
    language: row.language,
    responder: row.responder,
    session: {
      id: row.sessionId,
      assurance: row.assurance,
      method: row.method,
      state: row.state,
      secondsLeft: row.secondsLeft,
      stepUpUntil: row.stepUpUntil,
      expiresAt: row.expiresAt,
      phoneId: row.phoneId,
      workstationId: row.workstationId,
    },
  }
  return { person: { ...known, kind: 'person' }, hat: findHat(row, known) }
}

function findHat(row: Row, known: Known): Staff | Patient | null {
  if (!row.practiceId) return null
  const practice = { id: row.practiceId, name: row.practiceName, timeZone: row.timeZone, epoch: row.practiceEpoch }
  if (row.membershipId)
    return { ...known, kind: 'staff', hatId: row.membershipId, practice, name: row.memberName, roles: row.roles, closed: row.closed }
  if (row.accessId)
    return { ...known, kind: 'patient', hatId: row.accessId, practice, patientId: row.patientId, relation: row.relation, closed: row.closed }
  return null
}
