import 'server-only'
import type { ReadonlyKysely } from 'kysely/readonly'
import type { DB } from '@/db/schema'
import { transact, type Settings, type Transaction } from '@/db/transaction'

/** Rows of one practice, through one hat, reading: no insert, update or delete in the type, and none in the role. */
export type ReadHandle = ReadonlyKysely<DB>
/** Rows of one practice, through one hat, writing the columns its role is granted. */
export type WriteHandle = Transaction

export type HatSettings = Required<Settings>

/** The normal door: a reading transaction of a hat. */
export function reading<T>(kind: 'staff' | 'patient' | 'guest' | 'folder', hat: HatSettings, run: (db: ReadHandle, audit: WriteHandle) => Promise<T>) {
  return transact(`enamel_${kind}_read`, hat, (db) => run(db as unknown as ReadHandle, db))
}

/** The normal door: a writing transaction of a hat. */
export function writing<T>(kind: 'staff' | 'patient' | 'guest' | 'folder', hat: HatSettings, run: (db: WriteHandle) => Promise<T>) {
  return transact(`enamel_${kind}_write`, hat, run)
}
