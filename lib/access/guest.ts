import 'server-only'
import { sql } from 'kysely'
import { identity } from '@/db/identity'
import { hashToken, isUuid, type Caller, type Containable, type Found, type Guest, type HatRef } from '@/lib/access/principal'

type Row = {
  sessionId: string; expiresAt: Date; shareId: string; direction: Guest['direction']; patientId: string; recipientName: string; language: 'en' | 'es'
  madeAs: 'staff' | 'patient'; madeByName: string; practiceId: string; practiceName: string; timeZone: string; practiceEpoch: number
  closed: Containable[]
}

const nobody: Found = { person: null, hat: null }
const token = /^[A-Za-z0-9_-]{43}$/

/**
 * Round trip one of a guest: the cookie that a right code left, read afresh from the database at each request, for the one
 * share that the address names. A session that is over, another share's cookie and no cookie are one: nobody.
 */
export async function findGuest(caller: Caller, hat: HatRef): Promise<Found> {
  const share = typeof hat === 'object' && hat !== null && 'share' in hat && isUuid(hat.share) ? hat.share : null
  if (!share || !caller.guest || !token.test(caller.guest)) return nobody
  const hash = hashToken(caller.guest)
  const [row] = await identity(async (db) => (await sql<Row>`select * from identity.guest(${hash}, ${share})`.execute(db)).rows)
  if (!row) return nobody
  return {
    person: null,
    hat: {
      kind: 'guest', hatId: row.shareId, personId: '', direction: row.direction, name: row.recipientName, language: row.language, patientId: row.patientId,
      practice: { id: row.practiceId, name: row.practiceName, timeZone: row.timeZone, epoch: row.practiceEpoch },
      closed: row.closed, sharedBy: { as: row.madeAs, name: row.madeByName }, session: { id: row.sessionId, expiresAt: row.expiresAt },
    },
  }
}
