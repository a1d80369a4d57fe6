import 'server-only'
import { sql } from 'kysely'
import { AppError, invalid } from '@/lib/access/errors'
import type { IdentityHandle } from '@/db/identity'
import { emailKey } from '@/lib/auth/email'
import { newToken } from '@/lib/auth/token'
import { confirmEmail, emailAsked, emailTaken } from '@/lib/email/letters'
import type { Letter } from '@/lib/platform/letter'

type Given = { db: IdentityHandle; mail: (letter: Letter) => Promise<void> }
type Asked = { outcome: 'asked' | 'same' | 'fixed' | 'weak'; oldEmail: string | null; name: string; language: string; taken: boolean }

/**
 * Asks for another address for the person of this transaction's session. Whether an account has it already is told to
 * that mailbox alone: the answer here is the same.
 */
export async function askForEmail({ db, mail }: Given, email: string): Promise<void> {
  const confirm = newToken()
  const object = newToken()
  const { rows } = await sql<Asked>`select * from identity.ask_email(${email.trim()}, ${emailKey(email)}, ${confirm.hash}, ${object.hash})`.execute(db)
  const asked = rows[0]
  if (asked?.outcome === 'same') invalid('email', 'This is your address already.')
  if (asked?.outcome === 'weak')
    throw new AppError('forbidden', 'one factor where there are two', { says: 'Sign in with your second factor to change the address.' })
  if (asked?.outcome !== 'asked') throw new AppError('forbidden', 'fixed credentials', { says: 'The accounts of the demo keep their addresses.' })
  await mail(asked.taken ? emailTaken(email.trim(), asked.language) : confirmEmail(email.trim(), confirm.token, asked.language))
  if (asked.oldEmail) await mail(emailAsked(asked.oldEmail, object.token, asked.language))
}
