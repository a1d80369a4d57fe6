import 'server-only'
import { sql } from 'kysely'
import type { IdentityHandle } from '@/db/identity'
import { AppError } from '@/lib/access/errors'
import type { Person } from '@/lib/access/principal'
import { phoneCookie, sessionCookie } from '@/lib/auth/cookies'
import { readCookie } from '@/lib/auth/jar'
import { passkeysHere, verifyUse } from '@/lib/auth/passkeys'
import { verifyPassword } from '@/lib/auth/password'
import { thisWorkstation } from '@/lib/auth/session'
import { secondsToWait, sessionBuckets, settle } from '@/lib/auth/throttle'
import { tokenHash } from '@/lib/auth/token'
import { proveCode, tooOften } from '@/lib/sign-in/prove'
import type { Ways } from '@/lib/sessions/schema'

/*
 * The person behind a session shows again that it is still she: to unlock it, or to confirm before something grave. Each
 * function gives what was shown, for the record, or a refusal to be returned with `kept`, since its count must stay.
 */

type Account = { passwordHash: string | null; totpSince: Date | null; passkeys: number }

const account = async (db: IdentityHandle): Promise<Account> =>
  (await sql<Account>`select password_hash, totp_since, passkeys from identity.my_account()`.execute(db)).rows[0] ?? { passwordHash: null, totpSince: null, passkeys: 0 }

const place = async (db: IdentityHandle) => {
  const workstation = await thisWorkstation()
  if (!workstation) return null
  const { rows } = await sql<{ membershipId: string; hasPin: boolean; triesLeft: number }>`select * from identity.my_place(${workstation})`.execute(db)
  return rows[0]?.hasPin ? { ...rows[0], workstation } : null
}

/** Which proofs this browser can take from this person now. A session of two factors is not renewed by one of them alone, except by the PIN of an enrolled computer or phone, which is the other half itself. */
export async function waysToShow(db: IdentityHandle, { session }: Person): Promise<Ways> {
  const { passwordHash, totpSince, passkeys } = await account(db)
  const two = session.assurance === 2
  return {
    pin: await pinHere(db, session.phoneId),
    passkey: passkeys > 0 && passkeysHere().works,
    password: passwordHash !== null && (!two || totpSince !== null),
    code: two,
  }
}

async function pinHere(db: IdentityHandle, phoneId: string | null): Promise<Ways['pin']> {
  const here = await place(db)
  if (here) return here.triesLeft > 0 ? { where: 'workstation', triesLeft: here.triesLeft } : null
  const phone = phoneId ? await readCookie(phoneCookie()) : null
  if (!phone) return null
  const { rows } = await sql<{ triesLeft: number }>`select tries_left from identity.phone(${tokenHash(phone)})`.execute(db)
  return rows[0] ? { where: 'phone', triesLeft: rows[0].triesLeft } : null
}

export async function showPin(db: IdentityHandle, person: Person, pin: string): Promise<string | AppError> {
  const here = await place(db)
  if (here) return showStaffPin(db, here.workstation, here.membershipId, pin)
  return showPhonePin(db, person, pin)
}

/** The PIN of one of the practice's people at one of its computers. Counted before it is checked. */
export async function showStaffPin(db: IdentityHandle, workstation: Buffer, membership: string, pin: string): Promise<string | AppError> {
  const { rows } = await sql<{ pinHash: string; triesLeft: number }>`select pin_hash, tries_left from identity.try_staff_pin(${workstation}, ${membership})`.execute(db)
  const tried = rows[0]
  if (!tried) return usedUp()
  if (!(await verifyPassword(pin, tried.pinHash))) return tried.triesLeft > 0 ? wrongPin(tried.triesLeft) : usedUp()
  await sql`select identity.staff_pin_right(${workstation}, ${membership})`.execute(db)
  return 'workstation_pin'
}

async function showPhonePin(db: IdentityHandle, person: Person, pin: string): Promise<string | AppError> {
  const cookie = person.session.phoneId ? await readCookie(phoneCookie()) : null
  if (!cookie) return new AppError('conflict', 'no PIN here', { says: 'No PIN works in this browser. Use your passkey or your password.' })
  const { rows } = await sql<{ phoneId: string; personId: string; pinHash: string; triesLeft: number }>`
    select * from identity.try_phone(${tokenHash(cookie)})`.execute(db)
  const phone = rows[0]
  const right = phone !== undefined && phone.phoneId === person.session.phoneId && (await verifyPassword(pin, phone.pinHash))
  if (!phone) return usedUp()
  const session = tokenHash((await readCookie(sessionCookie())) ?? '')
  await sql`select identity.tried_phone(${tokenHash(cookie)}, ${right}, ${session})`.execute(db)
  if (right) return 'phone_pin'
  return phone.triesLeft > 0 ? wrongPin(phone.triesLeft) : usedUp()
}

/** The password, and the code of the second factor where the session stands on two. */
export async function showPassword(db: IdentityHandle, person: Person, given: { password: string; code?: string | undefined }): Promise<string | AppError> {
  const { passwordHash, totpSince } = await account(db)
  const two = person.session.assurance === 2
  if (two && totpSince === null) return new AppError('conflict', 'no code to show', { says: 'This session stands on a passkey. Show it again, or sign in anew.' })
  if (two && !given.code) return new AppError('invalid', 'no code', { fields: { code: ['Type the code that your app shows now.'] } })
  const buckets = sessionBuckets(person.session.id)
  const early = await secondsToWait(db, buckets)
  if (early > 0) return tooOften(early)
  const right = await verifyPassword(given.password, passwordHash)
  const late = await settle(db, buckets, !right)
  if (late > 0) return tooOften(late)
  if (!right) return new AppError('invalid', 'wrong password', { fields: { password: ['This is not your password.'] } })
  if (!two) return 'password'
  const shown = await proveCode(db, person.personId, null, given.code ?? '')
  return shown instanceof AppError ? shown : `password_${shown.how}`
}

export async function showPasskey(db: IdentityHandle, person: Person, assertion: string): Promise<string | AppError> {
  const used = await verifyUse(db, assertion)
  return used?.personId === person.personId ? 'passkey'
    : new AppError('invalid', 'not a passkey of this person', { fields: { assertion: ['This passkey does not belong to the account that is signed in here.'] } })
}

const wrongPin = (left: number) =>
  new AppError('invalid', 'wrong PIN', { fields: { pin: [`These are not your digits. ${left === 1 ? 'One more try is left.' : `${left} more tries are left.`}`] } })
export const usedUp = () =>
  new AppError('conflict', 'the tries are used up', { says: 'The five tries are used up. Sign in with your password and code, or with a passkey; then the PIN works again.' })
