import 'server-only'
import { transact, type Transaction } from '@/db/transaction'

/** The narrow door of jobs: one practice per transaction, and the few columns that jobs keep tidy. */
export function job<T>(practice: string, run: (db: Transaction) => Promise<T>): Promise<T> {
  return transact('enamel_job', { practice }, run)
}

/** The same door for what belongs to no practice: outgoing mail, and the list of practices to serve. */
export function platformJob<T>(run: (db: Transaction) => Promise<T>): Promise<T> {
  return transact('enamel_job', {}, run)
}
