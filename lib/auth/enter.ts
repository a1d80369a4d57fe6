import 'server-only'
import { sql } from 'kysely'
import type { IdentityHandle } from '@/db/identity'
import { startSession } from '@/lib/auth/session'

type Who = {
  personId: string
  /** What was shown; one factor, whatever it is: a second one is asked for elsewhere. */
  method: 'password' | 'phone_pin' | 'recovery'
  phoneId?: string | null
}

/** Starts a session for somebody who has just proven who she is, and lets the rest of this transaction act as hers. */
export async function enter(db: IdentityHandle, { personId, method, phoneId = null }: Who): Promise<void> {
  const { sessionId } = await startSession(db, { personId, assurance: 1, method, phoneId })
  await sql`select set_config('enamel.person', ${personId}, true), set_config('enamel.session', ${sessionId}, true)`.execute(db)
}
