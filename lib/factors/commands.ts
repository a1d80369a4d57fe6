import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { AppError, invalid, notFound } from '@/lib/access/errors'
import { command, type Run } from '@/lib/access/operation'
import { addOptions, passkeysHere, verifyAdd } from '@/lib/auth/passkeys'
import { deviceName } from '@/lib/auth/phone'
import { startSession } from '@/lib/auth/session'
import { newToken, tokenHash } from '@/lib/auth/token'
import { newTotpSecret, sealTotp, totpStep, unsealTotp } from '@/lib/auth/totp'
import { changeable, freshCodes, keptFactor, tellOwner, type Account } from '@/lib/factors/account'
import { ownFactors } from '@/lib/factors/policy'
import { addingPasskey, confirmingApp, offeringApp, ofPasskey, type FactorAdded, type Passkey } from '@/lib/factors/schema'
import { z } from '@/lib/platform/zod'
import { ownPath } from '@/lib/sign-in/rules'

const identityKeepsIt = nothing('kept among the installation’s events by the database, and told to the person')
const empty = z.object({})

/** Begins setting up an authenticator app: a secret that counts for nothing until a code from it is typed. */
export const offerApp = command({
  name: 'factors.offerApp',
  as: 'person',
  input: offeringApp,
  allow: ownFactors,
  closedBy: [],
  stepUp: true,
  run: async ({ db, input }) => {
    const { personId } = await changeable(db)
    const { token, hash } = newToken()
    await sql`select identity.offer_totp(${hash}, ${sealTotp(personId, newTotpSecret())})`.execute(db)
    return { offer: token, next: ownPath(input.next) }
  },
  audit: nothing('nothing has changed yet'),
})

/** A code from the app proves that it holds the secret; from now on it is asked for at sign-in. */
export const confirmApp = command({
  name: 'factors.confirmApp',
  as: 'person',
  input: confirmingApp,
  allow: ownFactors,
  closedBy: [],
  stepUp: true,
  run: async (given): Promise<FactorAdded> => {
    const { db, input, mail } = given
    const account = await changeable(db)
    const { rows } = await sql<{ sealed: Buffer | null }>`select identity.offered_totp(${tokenHash(input.offer)}) as sealed`.execute(db)
    const sealed = rows[0]?.sealed
    if (!sealed) throw new AppError('gone', 'the offer ran out', { says: 'This set-up has run out. Begin again; remove the entry you made in the app.' })
    const step = totpStep(unsealTotp(account.personId, sealed), input.code)
    if (step === null) invalid('code', 'This is not the code the app should show now. Check that the phone’s clock is set by itself, then type the newest code.')
    const codes = await firstCodes(given, account)
    await sql`select identity.add_my_totp(${tokenHash(input.offer)}, ${step})`.execute(db)
    await tellOwner(account, mail, 'totp_added')
    await raise(given, account, 'totp')
    return { codes, next: ownPath(input.next) }
  },
  audit: identityKeepsIt,
})

export const removeApp = command({
  name: 'factors.removeApp',
  as: 'person',
  input: empty,
  allow: ownFactors,
  closedBy: [],
  stepUp: true,
  run: async ({ db, mail }) => {
    const account = await changeable(db)
    const { rows } = await sql<{ removed: boolean }>`select identity.remove_my_totp() as removed`.execute(db).catch(keptFactor)
    if (!rows[0]?.removed) notFound('no app')
    await tellOwner(account, mail, 'totp_removed')
    return {}
  },
  audit: identityKeepsIt,
})

/** What to ask the browser's dialogue for a new passkey. */
export const askNewPasskey = command({
  name: 'factors.askPasskey',
  as: 'person',
  input: empty,
  allow: ownFactors,
  closedBy: [],
  stepUp: true,
  run: async ({ db }) => {
    if (!passkeysHere().works) throw new AppError('unavailable', 'no passkeys on this address', { says: 'Passkeys do not work on this address.' })
    const account = await changeable(db)
    const { rows } = await sql<Passkey>`select * from identity.my_passkeys()`.execute(db)
    return addOptions(db, {
      personId: account.personId, name: account.displayName, account: account.email ?? account.displayName, existing: rows.map(({ credentialId }) => credentialId),
    })
  },
  audit: nothing('nothing has changed yet'),
})

export const addPasskey = command({
  name: 'factors.addPasskey',
  as: 'person',
  input: addingPasskey,
  allow: ownFactors,
  closedBy: [],
  stepUp: true,
  run: async (given): Promise<FactorAdded> => {
    const { db, input, mail } = given
    const account = await changeable(db)
    const made = await verifyAdd(db, input.attestation)
    if (!made) throw new AppError('conflict', 'the passkey did not verify', { says: 'The passkey was not added. Try again; if your device already made one, remove it there.' })
    const codes = await firstCodes(given, account)
    const { rows } = await sql<{ added: boolean }>`select identity.add_my_passkey(${made.credential}, ${made.publicKey}, ${made.counter},
      ${sql.val(made.transports)}::text[], ${made.backedUp}, ${await deviceName()}) as added`.execute(db)
    if (!rows[0]?.added) throw new AppError('conflict', 'known already', { says: 'This passkey belongs to an account already.' })
    await tellOwner(account, mail, 'passkey_added')
    await raise(given, account, 'passkey')
    return { codes, next: ownPath(input.next) }
  },
  audit: identityKeepsIt,
})

export const removePasskey = command({
  name: 'factors.removePasskey',
  as: 'person',
  input: ofPasskey,
  allow: ownFactors,
  closedBy: [],
  stepUp: true,
  run: async ({ db, input, mail }) => {
    const account = await changeable(db)
    const { rows } = await sql<{ removed: boolean }>`select identity.remove_my_passkey(${input.passkey}) as removed`.execute(db).catch(keptFactor)
    if (!rows[0]?.removed) notFound('no such passkey of this person')
    await tellOwner(account, mail, 'passkey_removed')
    return {}
  },
  audit: identityKeepsIt,
})

/** Ten new recovery codes, shown this once; the old ones are worth nothing any more. */
export const newCodes = command({
  name: 'factors.newCodes',
  as: 'person',
  input: empty,
  allow: ownFactors,
  closedBy: [],
  stepUp: true,
  run: async ({ db, mail }): Promise<FactorAdded> => {
    const account = await changeable(db)
    if (account.totpSince === null && account.passkeys === 0)
      throw new AppError('conflict', 'no factor to recover', { says: 'Recovery codes stand in for a second factor. Add one first.' })
    const codes = await freshCodes(db, account.personId)
    await tellOwner(account, mail, 'codes_made')
    return { codes, next: null }
  },
  audit: identityKeepsIt,
})

type Given = Pick<Run<'person', 'command', unknown>, 'db' | 'principal' | 'now'>

/** With the first factor come codes for the day it is lost. Before the factor: after it, this session alone would not do. */
async function firstCodes({ db }: Given, account: Account): Promise<string[] | null> {
  return account.recoveryCodes > 0 ? null : freshCodes(db, account.personId)
}

/** Whoever signed in with one factor has now shown two: a new session says so, and the old one ends. */
async function raise({ db, principal, now }: Given, account: Account, how: string): Promise<void> {
  if (account.assurance === 2) return
  const { method, phoneId, expiresAt } = principal.session
  const end = new Date(Math.min(expiresAt.getTime(), now.getTime() + 12 * 3_600_000))
  await startSession(db, { personId: account.personId, assurance: 2, method: `${method}_${how}`, phoneId, expiresAt: end })
}
