import 'server-only'
import { sql } from 'kysely'
import type { IdentityHandle } from '@/db/identity'
import { AppError } from '@/lib/access/errors'
import { verifyPassword } from '@/lib/auth/password'

/**
 * One try at a member's PIN at this computer. It is counted before it is judged, on a row that stays locked until the
 * transaction ends, so that five tries are five however they come. None left: not even the right PIN helps. A refusal is
 * to be returned with `kept`.
 */
export async function tryPin(db: IdentityHandle, workstation: Buffer | null, member: string, pin: string): Promise<{ personId: string } | AppError> {
  const { rows } = await sql<{ personId: string; pinHash: string; triesLeft: number }>`
    select * from identity.try_staff_pin(${workstation}, ${member})`.execute(db)
  const tried = rows[0]
  // As much work for nobody as for somebody.
  const right = await verifyPassword(pin, tried?.pinHash ?? null)
  if (!tried) return pinUsedUp()
  if (!right) return tried.triesLeft > 0 ? wrongPin(tried.triesLeft) : pinUsedUp()
  await sql`select identity.staff_pin_right(${workstation}, ${member})`.execute(db)
  return { personId: tried.personId }
}

export const wrongPin = (left: number) =>
  new AppError('invalid', 'wrong PIN', { fields: { pin: [`These are not your digits. ${left === 1 ? 'One more try is left.' : `${left} more tries are left.`}`] } })

export const pinUsedUp = () =>
  new AppError('conflict', 'the tries are used up', { says: 'The PIN does not work any more. Sign in with your password and code, or with a passkey; then it works again.' })
