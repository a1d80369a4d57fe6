import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { AppError, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { phoneCookie, sessionCookie } from '@/lib/auth/cookies'
import { enter } from '@/lib/auth/enter'
import { dropCookie, giveCookie, readCookie } from '@/lib/auth/jar'
import { hashPassword, verifyPassword } from '@/lib/auth/password'
import { deviceName } from '@/lib/auth/phone'
import { newToken, tokenHash } from '@/lib/auth/token'
import { myAccount, tellOwner } from '@/lib/factors/account'
import { choosingPin } from '@/lib/join/schema'
import { holdsThePhone, ownPhones } from '@/lib/phones/policy'
import { enteringPin, ofPhone, type PinTried } from '@/lib/phones/schema'
import { ownPath } from '@/lib/sign-in/rules'

const identityKeepsIt = nothing('kept among the installation’s events by the database')
const gone: PinTried = { outcome: 'gone', triesLeft: 0, next: '/sign-in' }

/**
 * The PIN of this phone: it opens a session that had locked, or starts one that lasts as long as the phone. The try is
 * counted before it is checked, and a wrong one is answered and not thrown, so that it stays counted.
 */
export const enterPin = command({
  name: 'phones.enterPin',
  as: 'visitor',
  input: enteringPin,
  allow: holdsThePhone,
  closedBy: [],
  run: async ({ db, input }): Promise<PinTried> => {
    const token = await readCookie(phoneCookie())
    if (!token) return gone
    const { rows } = await sql<{ phoneId: string; personId: string; pinHash: string; triesLeft: number; expiresAt: Date }>`
      select * from identity.try_phone(${tokenHash(token)})`.execute(db)
    const phone = rows[0]
    if (!phone) {
      await dropCookie(phoneCookie())
      return gone
    }
    const right = await verifyPassword(input.pin, phone.pinHash)
    const session = tokenHash((await readCookie(sessionCookie())) ?? '')
    const { rows: after } = await sql<{ unlocked: boolean }>`select identity.tried_phone(${tokenHash(token)}, ${right}, ${session}) as unlocked`.execute(db)
    if (!right) {
      if (phone.triesLeft > 0) return { outcome: 'wrong', triesLeft: phone.triesLeft, next: '' }
      await dropCookie(phoneCookie())
      return gone
    }
    if (!after[0]?.unlocked) await enter(db, { personId: phone.personId, method: 'phone_pin', phoneId: phone.phoneId })
    return { outcome: 'right', triesLeft: 5, next: ownPath(input.next) ?? '/hats' }
  },
  audit: identityKeepsIt,
})

/** "This is my own phone": from now on six digits sign in here. */
export const addPhone = command({
  name: 'phones.add',
  as: 'person',
  input: choosingPin,
  allow: ownPhones,
  closedBy: [],
  stepUp: true,
  run: async ({ db, input, mail }) => {
    const { token, hash } = newToken()
    const { rows } = await sql<{ id: string | null }>`select identity.add_my_phone(${hash}, ${await hashPassword(input.pin)}, ${await deviceName()}) as id`.execute(db)
    if (!rows[0]?.id)
      throw new AppError('forbidden', 'factors may not change here', { says: 'Sign in with your second factor to do this. (The accounts of the demo keep the ways they sign in.)' })
    await giveCookie(phoneCookie(), token)
    await tellOwner(await myAccount(db), mail, 'phone_added')
    return { phone: rows[0].id }
  },
  audit: identityKeepsIt,
})

/** Another PIN and another ninety days for the phone in hand. */
export const renewPhone = command({
  name: 'phones.renew',
  as: 'person',
  input: choosingPin,
  allow: ownPhones,
  closedBy: [],
  stepUp: true,
  run: async ({ db, input, mail }) => {
    const { token, hash } = newToken()
    const { rows } = await sql<{ id: string | null }>`select identity.renew_my_phone(${hash}, ${await hashPassword(input.pin)}) as id`.execute(db)
    if (!rows[0]?.id)
      throw new AppError('forbidden', 'not on this phone, or not now', { says: 'This phone cannot be renewed from here. Sign in on it with its six digits, or with your second factor if you have one.' })
    await giveCookie(phoneCookie(), token)
    await tellOwner(await myAccount(db), mail, 'phone_renewed')
    return { phone: rows[0].id }
  },
  audit: identityKeepsIt,
})

/** Ends a phone and what is signed in on it. */
export const endPhone = command({
  name: 'phones.end',
  as: 'person',
  input: ofPhone,
  allow: ownPhones,
  closedBy: [],
  run: async ({ db, input }) => {
    const { rows } = await sql<{ ended: boolean }>`select identity.end_my_phone(${input.phone}) as ended`.execute(db)
    return rows[0]?.ended ? { phone: input.phone } : notFound()
  },
  audit: identityKeepsIt,
})
