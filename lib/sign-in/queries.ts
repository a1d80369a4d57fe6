import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { pendingCookie } from '@/lib/auth/cookies'
import { readCookie } from '@/lib/auth/jar'
import { passkeysHere } from '@/lib/auth/passkeys'
import { tokenHash } from '@/lib/auth/token'
import { z } from '@/lib/platform/zod'
import { ownSecondFactor, whoeverKnows } from '@/lib/sign-in/policy'
import type { Door } from '@/lib/sign-in/prove'

/** Which ways in this address offers. */
export const waysIn = query({
  name: 'signIn.ways',
  as: 'visitor',
  input: z.object({}),
  allow: whoeverKnows,
  closedBy: [],
  run: async () => ({ passkeys: passkeysHere() }),
  audit: nothing('a page anybody may see'),
})

/** Which second factors a sign-in under way may be finished with; null when none is waiting. */
export const pendingSignIn = query({
  name: 'signIn.pending',
  as: 'visitor',
  input: z.object({}),
  allow: whoeverKnows,
  closedBy: [],
  run: async ({ db }) => {
    const token = await readCookie(pendingCookie())
    if (!token) return null
    const { rows } = await sql<Door>`select * from identity.pending(${tokenHash(token)})`.execute(db)
    return rows[0] ? offered(rows[0]) : null
  },
  audit: nothing('it tells which factors there are, to somebody who showed the first'),
})

/** The same for somebody who is signed in with one factor and wants where two are asked. */
export const mySecondFactors = query({
  name: 'signIn.mySecondFactors',
  as: 'person',
  input: z.object({}),
  allow: ownSecondFactor,
  closedBy: [],
  run: async ({ db, principal }) => {
    const { rows } = await sql<{ totpSince: Date | null; passkeys: number; recoveryCodes: number }>`select * from identity.my_account()`.execute(db)
    const { totpSince = null, passkeys = 0, recoveryCodes = 0 } = rows[0] ?? {}
    return { ...offered({ totp: totpSince !== null, passkeys, recoveryCodes }), name: principal.personName, raised: principal.session.assurance === 2 }
  },
  audit: nothing('one’s own factors'),
})

const offered = ({ totp, passkeys, recoveryCodes }: Pick<Door, 'totp' | 'passkeys' | 'recoveryCodes'>) =>
  ({ totp, passkey: passkeys > 0 && passkeysHere().works, recoveryCodes: recoveryCodes > 0 })
