import 'server-only'
import { sql } from 'kysely'
import type { IdentityHandle } from '@/db/identity'
import { AppError } from '@/lib/access/errors'
import type { Person } from '@/lib/access/principal'
import { phoneCookie } from '@/lib/auth/cookies'
import { readCookie } from '@/lib/auth/jar'
import { verifyUse } from '@/lib/auth/passkeys'
import { verifyPassword } from '@/lib/auth/password'
import { thisWorkstation } from '@/lib/auth/session'
import { secondsToWait, sessionBuckets, settle } from '@/lib/auth/throttle'
import { tokenHash } from '@/lib/auth/token'
import type { Lock } from '@/lib/sessions/rules'
import type { Ways } from '@/lib/sessions/schema'
import { proveCode, tooOften } from '@/lib/sign-in/prove'
import { pinUsedUp, tryPin, wrongPin } from '@/lib/workstations/try-pin'

/*
 * The person behind a session shows again that it is still she: to unlock it, or to confirm before something grave. What
 * she shows is compared with what is this person's and with nothing else, so that no unlock changes whose session it is.
 * Each function gives what was shown, for the record, or a refusal to be returned with `kept`, since its count must stay.
 */

export type Asked = { db: IdentityHandle; person: Person; lock: Lock; ways: Ways }

export async function showPin({ db, lock, ways }: Asked, pin: string): Promise<string | AppError> {
  if (ways.pin?.where === 'phone') return showPhonePin(db, pin)
  if (ways.pin === null || lock.membershipId === null) return lock.pinTries === 0 ? pinUsedUp() : noSuchWay('No PIN works here.')
  const tried = await tryPin(db, await thisWorkstation(), lock.membershipId, pin)
  return tried instanceof AppError ? tried : 'workstation_pin'
}

/** Only after `Lock` has said that the phone in this browser is the one that the session lives on. */
async function showPhonePin(db: IdentityHandle, pin: string): Promise<string | AppError> {
  const phone = tokenHash((await readCookie(phoneCookie())) ?? '')
  const { rows } = await sql<{ pinHash: string; triesLeft: number }>`select * from identity.try_phone(${phone})`.execute(db)
  const tried = rows[0]
  if (!tried) return pinUsedUp()
  const right = await verifyPassword(pin, tried.pinHash)
  await sql`select identity.tried_phone(${phone}, ${right}, null)`.execute(db)
  if (right) return 'phone_pin'
  return tried.triesLeft > 0 ? wrongPin(tried.triesLeft) : pinUsedUp()
}

/** The password, and the code of the second factor where it is asked for. */
export async function showPassword({ db, person, ways }: Asked, given: { password: string; code?: string | undefined }): Promise<string | AppError> {
  if (!ways.password) return noSuchWay('A password alone is not enough here.')
  if (ways.code && !given.code) return new AppError('invalid', 'no code', { fields: { code: ['Type the code that your app shows now.'] } })
  const buckets = sessionBuckets(person.session.id)
  const early = await secondsToWait(db, buckets)
  if (early > 0) return tooOften(early)
  const { rows } = await sql<{ passwordHash: string | null }>`select password_hash from identity.my_account()`.execute(db)
  const right = await verifyPassword(given.password, rows[0]?.passwordHash ?? null)
  const late = await settle(db, buckets, !right)
  if (late > 0) return tooOften(late)
  if (!right) return new AppError('invalid', 'wrong password', { fields: { password: ['This is not your password.'] } })
  if (!ways.code) return 'password'
  const shown = await proveCode(db, person.personId, null, given.code ?? '')
  return shown instanceof AppError ? shown : `password_${shown.how}`
}

export async function showPasskey({ db, person }: Asked, assertion: string): Promise<string | AppError> {
  const used = await verifyUse(db, assertion)
  return used?.personId === person.personId ? 'passkey'
    : new AppError('invalid', 'not a passkey of this person', { fields: { assertion: ['This passkey does not belong to the account that is signed in here.'] } })
}

const noSuchWay = (what: string) => new AppError('conflict', 'not a way for this session', { says: `${what} Use another way, or sign in anew.` })
