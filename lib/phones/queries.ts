import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { phoneCookie } from '@/lib/auth/cookies'
import { readCookie } from '@/lib/auth/jar'
import { tokenHash } from '@/lib/auth/token'
import { holdsThePhone, ownPhones } from '@/lib/phones/policy'
import type { Phone } from '@/lib/phones/schema'
import { z } from '@/lib/platform/zod'

/** Whose phone this is, if it is anybody's: a first name to greet, and how many tries are left. */
export const thisPhone = query({
  name: 'phones.this',
  as: 'visitor',
  input: z.object({}),
  allow: holdsThePhone,
  closedBy: [],
  run: async ({ db }) => {
    const token = await readCookie(phoneCookie())
    if (!token) return null
    const { rows } = await sql<{ displayName: string; language: 'en' | 'es'; triesLeft: number }>`select * from identity.phone(${tokenHash(token)})`.execute(db)
    const phone = rows[0]
    return phone ? { firstName: phone.displayName.split(' ')[0] ?? '', language: phone.language, triesLeft: phone.triesLeft } : null
  },
  audit: nothing('a greeting opens no record'),
})

/** The signed-in person's own phones. */
export const myPhones = query({
  name: 'phones.mine',
  as: 'person',
  input: z.object({}),
  allow: ownPhones,
  closedBy: [],
  run: async ({ db }) => (await sql<Phone>`select * from identity.my_phones()`.execute(db)).rows,
  audit: nothing('one’s own phones'),
})
