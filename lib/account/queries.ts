import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { ownAccount } from '@/lib/account/policy'
import { z } from '@/lib/platform/zod'
import { hatPath, type HatRow } from '@/lib/sign-in/rules'

/** The hats of the signed-in person: what the switcher shows. */
export const myHats = query({
  name: 'account.hats',
  as: 'person',
  input: z.object({}),
  allow: ownAccount,
  closedBy: [],
  run: async ({ db, principal }) => {
    const { rows } = await sql<HatRow>`select * from identity.my_hats()`.execute(db)
    return {
      name: principal.personName,
      hats: rows.map((hat) => ({ ...hat, href: hatPath(hat) })),
    }
  },
  audit: nothing('names of practices and patients that are one’s own to choose from'),
})

/** Who is signed in: the head of the account's pages. */
export const me = query({
  name: 'account.me',
  as: 'person',
  input: z.object({}),
  allow: ownAccount,
  closedBy: [],
  run: async ({ principal }) => ({ name: principal.personName, sessionId: principal.session.id }),
  audit: nothing('one’s own name'),
})
