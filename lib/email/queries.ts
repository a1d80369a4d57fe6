import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query } from '@/lib/access/operation'
import { tokenHash } from '@/lib/auth/token'
import { holdsTheLetter, ownAddress } from '@/lib/email/policy'
import { ofEmailLink, type EmailLink, type MyEmail } from '@/lib/email/schema'
import { z } from '@/lib/platform/zod'

/** The address of the signed-in person, and the one she asked for. */
export const myEmail = query({
  name: 'email.mine',
  as: 'person',
  input: z.object({}),
  allow: ownAddress,
  closedBy: [],
  run: async ({ db }): Promise<MyEmail> => {
    const { rows } = await sql<{ email: string | null; pending: string | null; credentialsFixed: boolean }>`select * from identity.my_email()`.execute(db)
    const mine = rows[0] ?? notFound()
    return { email: mine.email, pending: mine.pending, fixed: mine.credentialsFixed }
  },
  audit: nothing('one’s own address'),
})

/** What a link of a letter about an address will do. It does nothing yet. */
export const showEmailLink = query({
  name: 'email.showLink',
  as: 'visitor',
  input: ofEmailLink,
  allow: holdsTheLetter,
  closedBy: [],
  run: async ({ db, input }) =>
    (await sql<EmailLink>`select * from identity.email_link(${tokenHash(input.token)})`.execute(db)).rows[0] ?? notFound(),
  audit: nothing('a link that is looked at does nothing'),
})
