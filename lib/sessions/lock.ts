import 'server-only'
import { sql } from 'kysely'
import type { IdentityHandle } from '@/db/identity'
import { AppError } from '@/lib/access/errors'
import { phoneCookie } from '@/lib/auth/cookies'
import { readCookie } from '@/lib/auth/jar'
import { thisWorkstation } from '@/lib/auth/session'
import { tokenHash } from '@/lib/auth/token'
import type { Lock } from '@/lib/sessions/rules'

/** What this browser may ask of the person behind this transaction's session. @throws AppError when the session is over */
export async function readLock(db: IdentityHandle): Promise<Lock> {
  const phone = await readCookie(phoneCookie())
  const { rows } = await sql<Lock>`select * from identity.my_lock(${await thisWorkstation()}, ${phone ? tokenHash(phone) : null})`.execute(db)
  if (!rows[0]) throw new AppError('unauthenticated', 'the session ended meanwhile')
  return rows[0]
}
