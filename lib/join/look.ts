import 'server-only'
import { sql } from 'kysely'
import { AppError, kept, notFound } from '@/lib/access/errors'
import type { IdentityHandle } from '@/db/identity'
import { joinCookie } from '@/lib/auth/cookies'
import { readCookie } from '@/lib/auth/jar'
import { tokenHash } from '@/lib/auth/token'
import { notTooOften, worthNothing } from '@/lib/join/tries'

/** What a link shows before anything is proven. */
export type Shown = { kind: 'staff' | 'patient'; practiceName: string; language: 'en' | 'es'; needsCode: boolean; email: string; roles: string[]; hasAccount: boolean; expiresAt: Date; timeZone: string }
/** And what it shows once the code was right. */
export type Opened = { practiceName: string; displayName: string; relation: string; patientName: string; language: 'en' | 'es'; email: string }

/** The hash of the cookie that a right code left here; of nothing where there is none. */
export const pass = async () => tokenHash((await readCookie(joinCookie())) ?? '')

/**
 * Whether this browser may join by a link now: it is open, and where a code is asked the code was typed here. Asked before
 * a password is worked out, which is too much work to be had for a made-up link.
 */
export async function mayJoin(db: IdentityHandle, token: string, kind: Shown['kind']): Promise<Shown | null> {
  await notTooOften(db)
  const shown = await find(db, token)
  return shown?.kind === kind && (!shown.needsCode || shown.opened) ? shown : null
}

/** The one answer to a link that may not. Returned and not thrown, for it is counted. */
export const noInvitation = (db: IdentityHandle) => worthNothing(db, kept(new AppError('not_found', 'no open invitation')))

/** @throws AppError not_found for a link that is wrong, used, revoked or run out, which are one */
export async function look(db: IdentityHandle, token: string) {
  return (await find(db, token)) ?? notFound('no open invitation')
}

async function find(db: IdentityHandle, token: string) {
  const shown = (await sql<Shown>`select * from identity.invitation(${tokenHash(token)})`.execute(db)).rows[0]
  if (!shown) return null
  const opened = (await sql<Opened>`select * from identity.invitation_opened(${tokenHash(token)}, ${await pass()})`.execute(db)).rows[0]
  return { ...shown, opened: opened ?? null }
}
