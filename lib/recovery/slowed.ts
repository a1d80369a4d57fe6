import 'server-only'
import { sql } from 'kysely'
import type { IdentityHandle } from '@/db/identity'
import { keyedHash } from '@/lib/platform/seal'

/** Whether letters to one address have been asked for too often: four at once, then one every ten minutes. */
export async function slowed(db: IdentityHandle, email: string): Promise<boolean> {
  const { rows } = await sql<{ ok: boolean }>`select ok from identity.throttle(${keyedHash('throttle', `recovery|${email}`)}, 4, 0.1)`.execute(db)
  return rows[0]?.ok === false
}
