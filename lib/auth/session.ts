import 'server-only'
import { sql } from 'kysely'
import type { IdentityHandle } from '@/db/identity'
import { deviceCookie, langCookie, sessionCookie, workstationCookie } from '@/lib/auth/cookies'
import { giveCookie, readCookie } from '@/lib/auth/jar'
import { redeem, type Issued } from '@/lib/auth/next-auth'
import { deviceName } from '@/lib/auth/phone'
import { newToken, tokenHash } from '@/lib/auth/token'
import { now } from '@/lib/platform/clock'

export type Start = {
  personId: string
  /** 2 when two factors or a passkey were shown. */
  assurance: 1 | 2
  /** How: `password`, `password_totp`, `password_recovery_code`, `passkey`, `workstation_pin`, `phone_pin`, `recovery`. */
  method: string
  phoneId?: string | null
  /** An end before the usual one (twelve hours; on her own phone, the phone's). */
  expiresAt?: Date
}

/**
 * The end of every way in: a one-use ticket for somebody who has proven who she is, redeemed at once in the same
 * transaction. Ends what this browser was signed in to before, gives it the new session's cookie, and lets it keep a
 * throttle bucket of its own from now on.
 */
export async function startSession(db: IdentityHandle, { personId, assurance, method, phoneId = null, expiresAt }: Start): Promise<Issued> {
  const ticket = newToken()
  const workstation = await readCookie(workstationCookie())
  await sql`select identity.issue_ticket(${ticket.hash}, ${personId}, ${assurance}, ${method}, ${await deviceName()}, ${phoneId},
    ${workstation ? tokenHash(workstation) : null}, ${expiresAt ?? null})`.execute(db)
  const session = await redeem(db, ticket.token, await readCookie(sessionCookie()))
  const { name, options } = sessionCookie()
  const maxAge = Math.max(1, Math.floor((session.expiresAt.getTime() - now().getTime()) / 1000))
  await giveCookie({ name, options: { ...options, maxAge } }, session.token)
  await rememberDevice(db, personId)
  await speakTheirs(db, personId)
  return session
}

/** A language belongs to its person: whichever this browser spoke before, from now on it speaks hers. */
async function speakTheirs(db: IdentityHandle, personId: string): Promise<void> {
  const { rows } = await sql<{ language: string | null }>`select identity.language_of(${personId}) as language`.execute(db)
  if (rows[0]?.language) await giveCookie(langCookie(), rows[0].language)
}

async function rememberDevice(db: IdentityHandle, personId: string): Promise<void> {
  let device = await readCookie(deviceCookie())
  if (!device || !/^[\w-]{43}$/.test(device)) {
    device = newToken().token
    await giveCookie(deviceCookie(), device)
  }
  await sql`select identity.remember_device(${tokenHash(device)}, ${personId})`.execute(db)
}

/** The stored form of this browser's device cookie, or null. */
export async function thisDevice(): Promise<Buffer | null> {
  const device = await readCookie(deviceCookie())
  return device ? tokenHash(device) : null
}

/** The stored form of this browser's workstation cookie, or null. */
export async function thisWorkstation(): Promise<Buffer | null> {
  const workstation = await readCookie(workstationCookie())
  return workstation ? tokenHash(workstation) : null
}
