import 'server-only'
import { sql } from 'kysely'
import type { IdentityHandle } from '@/db/identity'
import { AppError } from '@/lib/access/errors'
import { newRecoveryCodes, recoveryCodeHash } from '@/lib/auth/recovery-codes'
import { factorChanged, type Change } from '@/lib/factors/letters'
import type { Letter } from '@/lib/platform/letter'

export type Account = {
  personId: string
  email: string | null
  displayName: string
  language: 'en' | 'es'
  passwordHash: string | null
  passwordSetAt: Date | null
  credentialsFixed: boolean
  needsFactor: boolean
  totpSince: Date | null
  passkeys: number
  recoveryCodes: number
  assurance: 1 | 2
  method: string
}

/** The account behind this transaction's session. */
export async function myAccount(db: IdentityHandle): Promise<Account> {
  const { rows } = await sql<Account>`select * from identity.my_account()`.execute(db)
  if (!rows[0]) throw new AppError('unauthenticated', 'the session ended meanwhile')
  return rows[0]
}

/** The account, if this session may change how its owner signs in; the database asks the same again. @throws AppError */
export async function changeable(db: IdentityHandle): Promise<Account> {
  const account = await myAccount(db)
  if (account.credentialsFixed)
    throw new AppError('forbidden', 'fixed credentials', { says: 'The accounts of the demo keep the ways they sign in, so that the next visitor finds them.' })
  if (account.assurance === 1 && (account.totpSince !== null || account.passkeys > 0))
    throw new AppError('second_factor', 'a factor is changed with both', { says: 'Sign in with your second factor before you change how you sign in.' })
  return account
}

export async function tellOwner(account: Account, mail: (letter: Letter) => Promise<void>, change: Change): Promise<void> {
  if (account.email) await mail(factorChanged(account.email, change, account.language))
}

/** Ten new codes in place of the old ones. Only here are they known. */
export async function freshCodes(db: IdentityHandle, person: string): Promise<string[]> {
  const codes = newRecoveryCodes()
  await sql`select identity.set_my_recovery_codes(${sql.val(codes.map((code) => recoveryCodeHash(person, code)))}::bytea[])`.execute(db)
  return codes
}

/** Staff keep a second factor: the database refuses to lose the last one. */
export function keptFactor(error: unknown): never {
  if ((error as { constraint?: string }).constraint === 'keeps_a_factor')
    throw new AppError('conflict', 'the last factor', { says: 'Working at a practice needs a second factor. Add another one before you remove this one.' })
  throw error
}
