import 'server-only'
import { sql } from 'kysely'
import type { IdentityHandle } from '@/db/identity'
import { AppError } from '@/lib/access/errors'
import { emailKey } from '@/lib/auth/email'
import { verifyPassword } from '@/lib/auth/password'
import { recoveryCodeHash } from '@/lib/auth/recovery-codes'
import { thisDevice } from '@/lib/auth/session'
import { callersNetwork, factorBuckets, passwordBuckets, secondsToWait, settle, spoken, type Bucket } from '@/lib/auth/throttle'
import { totpStep, unsealTotp } from '@/lib/auth/totp'

/** What is known of somebody at the door. All empty for an address without an account. */
export type Door = {
  personId: string | null
  passwordHash: string | null
  knownDevice: boolean
  needsFactor: boolean
  totp: boolean
  passkeys: number
  recoveryCodes: number
}

export const hasFactor = (door: Door) => door.totp || door.passkeys > 0

/** The one answer to a wrong password and to an address nobody has. */
export const wrongPassword = () =>
  new AppError('invalid', 'address and password do not fit', { fields: { password: ['The e-mail address and the password do not fit together. Type the password again.'] } })

export function tooOften(seconds: number): AppError {
  return new AppError('slow_down', 'too many tries', {
    says: `There were too many tries. Please wait ${spoken(seconds)}, then try again. A passkey works at once.`, retryAfter: seconds,
  })
}

/**
 * Whether an address and a password fit. Both answers cost the same statements and the same derivation, and wrong ones
 * are counted. A refusal is returned, not thrown: its count must be committed.
 */
export async function provePassword(db: IdentityHandle, given: { email: string; password: string }): Promise<Door | AppError> {
  const account = emailKey(given.email)
  const device = await thisDevice()
  const { rows } = await sql<Door>`select * from identity.at_the_door(${account}, ${device})`.execute(db)
  const door = rows[0]
  if (!door) throw new Error('no answer at the door')
  const buckets = passwordBuckets({ account, network: await callersNetwork(), device: door.knownDevice && device ? device.toString('hex') : null })
  const early = await secondsToWait(db, buckets)
  if (early > 0) return tooOften(early)
  const right = (await verifyPassword(given.password, door.passwordHash)) && door.personId !== null
  const late = await settle(db, buckets, !right)
  if (late > 0) return tooOften(late)
  if (right) return door
  await sql`select identity.record_event(${door.personId}, null, nullif(current_setting('enamel.request', true), '')::uuid, 'signIn.password', 'deny', 'wrong password', '{}')`.execute(db)
  return wrongPassword()
}

const used = 'code used before'

export type Shown = { how: 'totp' } | { how: 'recovery_code'; left: number }

/**
 * Whether a code is the person's: from her app, each step once, or one of her recovery codes, each once. `pending` is the
 * sign-in under way; without it the code is shown for this transaction's session. A refusal is returned, as above.
 */
export async function proveCode(db: IdentityHandle, person: string, pending: Buffer | null, code: string): Promise<Shown | AppError> {
  const buckets = factorBuckets(person)
  const early = await secondsToWait(db, buckets)
  if (early > 0) return tooOften(early)
  const result = code.length === 6 ? await proveTotp(db, pending, code) : await proveRecoveryCode(db, person, pending, code)
  // A code that was good a moment ago is no guess.
  return (await counted(db, buckets, !('how' in result) && result.reason !== used)) ?? result
}

async function proveTotp(db: IdentityHandle, pending: Buffer | null, code: string): Promise<Shown | AppError> {
  const { rows } = await sql<{ personId: string; sealedSecret: Buffer }>`select * from identity.totp_secret(${pending})`.execute(db)
  const stored = rows[0]
  const step = stored ? totpStep(unsealTotp(stored.personId, stored.sealedSecret), code) : null
  if (step === null) return new AppError('invalid', 'wrong code', { fields: { code: ['This is not the code of the moment. Type the one the app shows now.'] } })
  const { rows: taken } = await sql<{ ok: boolean }>`select identity.accept_totp(${pending}, ${step}) as ok`.execute(db)
  if (taken[0]?.ok) return { how: 'totp' }
  return new AppError('invalid', used, { fields: { code: ['This code has been used already, and each is good once. Wait for the next one.'] } })
}

async function proveRecoveryCode(db: IdentityHandle, person: string, pending: Buffer | null, code: string): Promise<Shown | AppError> {
  const { rows } = await sql<{ left: number | null }>`select identity.use_recovery_code(${pending}, ${recoveryCodeHash(person, code)}) as left`.execute(db)
  const left = rows[0]?.left ?? null
  if (left !== null) return { how: 'recovery_code', left }
  return new AppError('invalid', 'wrong recovery code', { fields: { code: ['This is none of your unused recovery codes.'] } })
}

async function counted(db: IdentityHandle, buckets: readonly Bucket[], failed: boolean): Promise<AppError | null> {
  const wait = await settle(db, buckets, failed)
  return wait > 0 ? tooOften(wait) : null
}
