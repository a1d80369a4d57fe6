import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { invalid } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { ownAccount } from '@/lib/account/policy'
import { changingPassword, speaking } from '@/lib/account/schema'
import { hashPassword, passwordProblem } from '@/lib/auth/password'
import { thisDevice } from '@/lib/auth/session'
import { changeable, tellOwner } from '@/lib/factors/account'
import type { HatRow } from '@/lib/sign-in/rules'

/** A new password. Every other session and phone ends, and the person is told. */
export const changePassword = command({
  name: 'account.changePassword',
  as: 'person',
  input: changingPassword,
  allow: ownAccount,
  closedBy: [],
  stepUp: true,
  run: async ({ db, input, mail }) => {
    const account = await changeable(db)
    const { rows: hats } = await sql<HatRow>`select * from identity.my_hats()`.execute(db)
    const about = [account.displayName, account.email ?? '', ...hats.map(({ practiceName }) => practiceName)]
    // Beside a second factor eight characters do; alone, fifteen (NIST SP 800-63B-4 section 3.1.1.1).
    const problem = passwordProblem(input.password, { length: account.needsFactor ? 8 : 15, about })
    if (problem) invalid('password', problem)
    await sql`select identity.set_my_password(${await hashPassword(input.password)}, ${await thisDevice()})`.execute(db)
    await tellOwner(account, mail, 'password_changed')
    return {}
  },
  audit: nothing('kept among the installation’s events by the database, and told to the person'),
})

/** The language of one's pages and of every mail from now on. */
export const setLanguage = command({
  name: 'account.setLanguage',
  as: 'person',
  input: speaking,
  allow: ownAccount,
  closedBy: [],
  run: async ({ db, input }) => {
    await sql`select identity.set_my_language(${input.language})`.execute(db)
    return {}
  },
  audit: nothing('a person’s own taste, which shows nobody anything'),
})
