import 'server-only'
import { sql } from 'kysely'
import { operator } from '@/db/operator'
import { emailKey } from '@/lib/auth/email'
import { newToken } from '@/lib/auth/token'
import { isTimeZone } from '@/lib/format/dates'
import { env } from '@/lib/platform/env'
import { newId } from '@/lib/platform/ids'
import { newPracticeKey } from '@/lib/vault/keys'
import { vault } from '@/lib/vault/rings'

/** A link that makes an account once, and how long it lives. It is printed, mailed to nobody, and stored as a hash. */
export type Invited = { link: string; expiresAt: Date }

/** A refusal in words for the operator. */
export class AdminError extends Error {
  override readonly name = 'AdminError'
}

/**
 * Creates a practice with its first key and an invitation for its owner.
 * @param timeZone an IANA name; the practice's days begin and end there
 * @throws AdminError
 */
export async function createPractice(input: {
  ownerUrl: string
  name: string
  timeZone: string
  ownerName: string
  ownerEmail: string
}): Promise<Invited> {
  const email = checkedEmail(input.ownerEmail)
  if (!isTimeZone(input.timeZone)) throw new AdminError(`${input.timeZone} is not a time zone such as America/Chicago.`)
  const id = newId()
  const key = newPracticeKey(vault().root, id, 1)
  const { token, hash } = newToken()
  const expiresAt = await operator(input.ownerUrl, async (db) => {
    const { rows } = await sql<{ at: Date }>`select platform.create_practice(${id}, ${words(input.name)}, ${input.timeZone},
      ${key.rootKid}, ${key.version}, ${Buffer.from(key.wrapped)}, ${words(input.ownerName)}, ${email}, ${hash}) as at`.execute(db)
    return rows[0]?.at
  })
  if (!expiresAt) throw new Error('the database did not answer')
  return { link: `${env().ENAMEL_ORIGIN}/join/${token}`, expiresAt }
}

/**
 * Creates somebody who answers for the software's security.
 * @throws AdminError when the address has an account
 */
export async function createResponder(input: { ownerUrl: string; name: string; email: string }): Promise<Invited> {
  const email = checkedEmail(input.email)
  const { token, hash } = newToken()
  const person = await operator(input.ownerUrl, async (db) => {
    const { rows } = await sql<{ person: string | null }>`select platform.create_responder(${words(input.name)},
      ${input.email.trim()}, ${email}, ${hash}) as person`.execute(db)
    return rows[0]?.person
  })
  if (!person) throw new AdminError('There is an account with this address already.')
  return { link: `${env().ENAMEL_ORIGIN}/recover/${token}`, expiresAt: inDays(7) }
}

/**
 * Lets an owner or responder back in when nobody is left who could approve it. The operator answers for who it is.
 * @throws AdminError when no member of staff has this address
 */
export async function restorePerson(input: { ownerUrl: string; email: string }): Promise<Invited> {
  const { token, hash } = newToken()
  const done = await operator(input.ownerUrl, async (db) => {
    const { rows } = await sql<{ done: boolean }>`select platform.restore_person(${checkedEmail(input.email)}, ${hash}) as done`.execute(db)
    return rows[0]?.done
  })
  if (!done) throw new AdminError('No member of staff and no responder has this address.')
  return { link: `${env().ENAMEL_ORIGIN}/recover/${token}`, expiresAt: inDays(1) }
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)

function checkedEmail(text: string): string {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim())) throw new AdminError(`${text} is not an e-mail address.`)
  return emailKey(text)
}

function words(text: string): string {
  const trimmed = text.trim()
  if (trimmed.length < 1 || trimmed.length > 120) throw new AdminError('A name has 1 to 120 characters.')
  return trimmed
}
