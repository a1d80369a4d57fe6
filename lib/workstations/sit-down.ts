import 'server-only'
import { sql } from 'kysely'
import type { IdentityHandle } from '@/db/identity'
import { sessionCookie } from '@/lib/auth/cookies'
import { giveCookie, readCookie } from '@/lib/auth/jar'
import { startSession } from '@/lib/auth/session'
import { newToken, tokenHash } from '@/lib/auth/token'
import { now } from '@/lib/platform/clock'

/**
 * Whoever showed her PIN at this computer goes on where she was: her session waits locked and opens again. Where none
 * waits she gets a new one, of two factors (the enrolled computer and the PIN), for twelve hours at most. The
 * colleague's whose place she takes locks, and keeps waiting.
 */
export async function sitDown(db: IdentityHandle, workstation: Buffer | null, member: string, personId: string): Promise<void> {
  const previous = await readCookie(sessionCookie())
  const { token, hash } = newToken()
  const { rows } = await sql<{ expiresAt: Date; kept: boolean }>`select * from identity.return_to_seat(${workstation}, ${member},
    ${previous ? tokenHash(previous) : null}, ${hash})`.execute(db)
  const waiting = rows[0]
  if (!waiting) {
    await startSession(db, { personId, assurance: 2, method: 'workstation_pin' })
    return
  }
  if (waiting.kept) return
  const { name, options } = sessionCookie()
  await giveCookie({ name, options: { ...options, maxAge: Math.max(1, Math.floor((waiting.expiresAt.getTime() - now().getTime()) / 1000)) } }, token)
}
