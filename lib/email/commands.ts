import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { tokenHash } from '@/lib/auth/token'
import { emailChanged, emailUndone } from '@/lib/email/letters'
import { holdsTheLetter, ownAddress } from '@/lib/email/policy'
import { askingForEmail, ofEmailLink } from '@/lib/email/schema'
import { askForEmail } from '@/lib/email/service'

type Done = { outcome: 'changed' | 'undone' | 'gone'; oldEmail: string | null; newEmail: string | null; name: string; language: string }
const identityKeepsIt = nothing('kept among the installation’s events by the database')

/** Asks for another address; it takes effect when the link sent there is used, and the old address is told. */
export const changeEmail = command({
  name: 'email.change',
  as: 'person',
  input: askingForEmail,
  allow: ownAddress,
  closedBy: [],
  stepUp: true,
  run: async (given) => {
    await askForEmail(given, given.input.email)
    return { email: given.input.email }
  },
  audit: identityKeepsIt,
})

/** The new address says yes. */
export const confirmEmailChange = command({
  name: 'email.confirm',
  as: 'visitor',
  input: ofEmailLink,
  allow: holdsTheLetter,
  closedBy: [],
  run: async ({ db, input, mail }) => {
    const done = (await sql<Done>`select * from identity.confirm_email(${tokenHash(input.token)})`.execute(db)).rows[0]
    if (done?.outcome !== 'changed') notFound('no open link')
    for (const to of [done.oldEmail, done.newEmail]) if (to) await mail(emailChanged(to, done.language))
    return { email: done.newEmail }
  },
  audit: identityKeepsIt,
})

/** The old address says no: the change falls or goes back, and every session ends. */
export const objectToEmailChange = command({
  name: 'email.object',
  as: 'visitor',
  input: ofEmailLink,
  allow: holdsTheLetter,
  closedBy: [],
  run: async ({ db, input, mail }) => {
    const done = (await sql<Done>`select * from identity.object_to_email(${tokenHash(input.token)})`.execute(db)).rows[0]
    if (done?.outcome !== 'undone') notFound('no open link')
    for (const to of [done.oldEmail, done.newEmail]) if (to) await mail(emailUndone(to, done.language))
    return { email: done.oldEmail }
  },
  audit: identityKeepsIt,
})
