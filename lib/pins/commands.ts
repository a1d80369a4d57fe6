import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { AppError, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import type { IdentityHandle } from '@/db/identity'
import { hashPassword } from '@/lib/auth/password'
import { myAccount, tellOwner } from '@/lib/factors/account'
import { ownPins } from '@/lib/pins/policy'
import { choosingStaffPin, ofMembership } from '@/lib/pins/schema'

const identityKeepsIt = nothing('kept among the installation’s events by the database')

/** Chooses the six digits for one practice's computers. They are worth nothing anywhere else. */
export const choosePin = command({
  name: 'pins.choose',
  as: 'person',
  input: choosingStaffPin,
  allow: ownPins,
  closedBy: [],
  stepUp: true,
  run: async ({ db, input, mail }) => {
    await setPin(db, input.member, await hashPassword(input.pin))
    await tellOwner(await myAccount(db), mail, 'pin_chosen')
    return { member: input.member }
  },
  audit: identityKeepsIt,
})

export const removePin = command({
  name: 'pins.remove',
  as: 'person',
  input: ofMembership,
  allow: ownPins,
  closedBy: [],
  stepUp: true,
  run: async ({ db, input }) => {
    await setPin(db, input.member, null)
    return { member: input.member }
  },
  audit: identityKeepsIt,
})

async function setPin(db: IdentityHandle, member: string, hash: string | null): Promise<void> {
  const { rows } = await sql<{ done: boolean }>`select identity.set_my_staff_pin(${member}, ${hash}) as done`.execute(db).catch((error: unknown) => {
    if ((error as { code?: string }).code !== '42501') throw error
    throw new AppError('forbidden', 'not in this session', {
      says: 'A PIN is chosen after signing in with everything you have: password and code, or a passkey. The accounts of the demo keep the PIN they have.', cause: error,
    })
  })
  if (!rows[0]?.done) notFound('no such membership of hers')
}
