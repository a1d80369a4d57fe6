import 'server-only'
import { sql } from 'kysely'
import { notFound } from '@/lib/access/errors'
import type { IdentityHandle } from '@/db/identity'
import { joinCookie } from '@/lib/auth/cookies'
import { readCookie } from '@/lib/auth/jar'
import { tokenHash } from '@/lib/auth/token'

/** What a link shows before anything is proven. */
export type Shown = { kind: 'staff' | 'patient'; practiceName: string; language: 'en' | 'es'; needsCode: boolean; email: string; roles: string[]; hasAccount: boolean; expiresAt: Date; timeZone: string }
/** And what it shows once the code was right. */
export type Opened = { practiceName: string; displayName: string; relation: string; patientName: string; language: 'en' | 'es'; email: string }

/** The hash of the cookie that a right code left here; of nothing where there is none. */
export const pass = async () => tokenHash((await readCookie(joinCookie())) ?? '')

/** @throws AppError not_found for a link that is wrong, used, revoked or run out, which are one */
export async function look(db: IdentityHandle, token: string) {
  const shown = (await sql<Shown>`select * from identity.invitation(${tokenHash(token)})`.execute(db)).rows[0]
  if (!shown) notFound('no open invitation')
  const opened = (await sql<Opened>`select * from identity.invitation_opened(${tokenHash(token)}, ${await pass()})`.execute(db)).rows[0]
  return { ...shown, opened: opened ?? null }
}
