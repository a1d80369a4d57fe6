import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { passkeysHere } from '@/lib/auth/passkeys'
import { tokenHash } from '@/lib/auth/token'
import { totpUri, unsealTotp } from '@/lib/auth/totp'
import { myAccount } from '@/lib/factors/account'
import { ownFactors } from '@/lib/factors/policy'
import { ofOffer, type Passkey } from '@/lib/factors/schema'
import { z } from '@/lib/platform/zod'

/** How the signed-in person signs in. */
export const myFactors = query({
  name: 'factors.mine',
  as: 'person',
  input: z.object({}),
  allow: ownFactors,
  closedBy: [],
  run: async ({ db }) => {
    const { passwordHash, personId: _, ...account } = await myAccount(db)
    const { rows } = await sql<Passkey>`select * from identity.my_passkeys()`.execute(db)
    return { ...account, hasPassword: passwordHash !== null, list: rows, here: passkeysHere() }
  },
  audit: nothing('one’s own factors, and no secret of them'),
})

/**
 * The secret of an authenticator app that is being set up, shown to this person alone until a code from it was typed; then
 * null, as for an offer that ran out or never was. (Not a refusal: the page that shows the recovery codes asks again.)
 */
export const offeredApp = query({
  name: 'factors.offered',
  as: 'person',
  input: ofOffer,
  allow: ownFactors,
  closedBy: [],
  stepUp: true,
  run: async ({ db, input }) => {
    const account = await myAccount(db)
    const { rows } = await sql<{ sealed: Buffer | null }>`select identity.offered_totp(${tokenHash(input.offer)}) as sealed`.execute(db)
    const sealed = rows[0]?.sealed
    if (!sealed) return null
    const secret = unsealTotp(account.personId, sealed)
    return { secret, uri: totpUri(secret, account.email ?? account.displayName) }
  },
  audit: nothing('a secret that signs nobody in until it was confirmed'),
})
