import 'server-only'
import { sql } from 'kysely'
import type { Run } from '@/lib/access/operation'
import { thisWorkstation } from '@/lib/auth/session'

/** Which of the practice's computers this is, or null. Staff cannot read the hashes, so the database compares. */
export async function workstationHere(call: Run<'staff', 'query', unknown>['call']): Promise<string | null> {
  const token = await thisWorkstation()
  if (!token) return null
  const [row] = await call<{ id: string | null }>(sql`select access.workstation_here(${token}) as id`)
  return row?.id ?? null
}
