import 'server-only'
import { transact, type Settings, type Transaction } from '@/db/transaction'

/** A handle that can call the functions of the identity schema and read no table. */
export type IdentityHandle = Transaction

/** The narrow door for what happens before or without a hat: sessions, sign-in, invitations. */
export function identity<T>(run: (db: IdentityHandle) => Promise<T>, settings: Settings = {}): Promise<T> {
  return transact('enamel_identity', settings, run)
}
