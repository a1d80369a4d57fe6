import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { ownPins } from '@/lib/pins/policy'
import type { OwnPin } from '@/lib/pins/schema'
import { z } from '@/lib/platform/zod'

/** Where this person works and has, or may choose, a PIN. */
export const myPins = query({
  name: 'pins.mine',
  as: 'person',
  input: z.object({}),
  allow: ownPins,
  closedBy: [],
  run: async ({ db, principal, now }) => {
    const { rows } = await sql<{ membershipId: string; practiceName: string; setAt: Date | null; triesLeft: number }>`select * from identity.my_staff_pins()`.execute(db)
    const { rows: account } = await sql<{ credentialsFixed: boolean }>`select credentials_fixed from identity.my_account()`.execute(db)
    const { stepUpUntil, assurance, method } = principal.session
    return {
      pins: rows.map(({ membershipId, practiceName, setAt, triesLeft }): OwnPin => ({ member: membershipId, practice: practiceName, setAt, triesLeft })),
      fixed: account[0]?.credentialsFixed ?? false,
      full: assurance === 2 && method !== 'workstation_pin',
      confirmed: stepUpUntil !== null && stepUpUntil > now,
    }
  },
  audit: nothing('one’s own PINs, of which only the day they were chosen'),
})
