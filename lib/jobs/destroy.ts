import 'server-only'
import { sql } from 'kysely'
import { job } from '@/db/job'
import { writeAudit } from '@/lib/access/audit'
import { faultOf, log } from '@/lib/platform/log'
import type { ObjectStore } from '@/lib/platform/storage/store'

/**
 * Obeys the orders whose time has come, one document per transaction: first the keys, then what rests in the store. Between
 * the two nothing can be opened, and `doomed_object` knows what is still to be removed; killed at any moment, the next round
 * goes on. What is held is left out here, and refused by the database (guard_version) should it not have been.
 */
export async function destroyDue(practice: string, store: ObjectStore): Promise<void> {
  const orders = await job(practice, (db) => db.selectFrom('destruction as order')
    .innerJoin('document', (join) => join.onRef('document.practiceId', '=', 'order.practiceId').onRef('document.id', '=', 'order.documentId'))
    .select('order.id')
    .where('order.practiceId', '=', practice).where('order.cancelledAt', 'is', null).where('order.destroyedAt', 'is', null)
    .where('order.dueAt', '<=', sql<Date>`now()`)
    .where(sql<boolean>`not access.is_held(document.practice_id, document.id, document.patient_id)`)
    .orderBy('order.dueAt').orderBy('order.id').limit(5_000).execute())
  let failed = 0
  for (const { id } of orders) {
    try {
      await remove(store, await destroyKeys(practice, id))
    } catch (error) {
      // A hold that was placed a moment ago is no failure: the order waits for its end.
      if ((error as { code?: string }).code === '23001') continue
      failed += 1
      log.error({ event: 'destruction.failed', practice, ...faultOf(error) })
    }
  }
  await removeDoomed(practice, store)
  if (failed > 0) throw new Error('orders were left')
}

/** One commit with its line in the history, whose subject is who ordered it. Gives what now rests for nobody. */
async function destroyKeys(practice: string, id: string): Promise<string[]> {
  return job(practice, async (db) => {
    const { rows } = await sql<Destroyed>`select * from access.destroy_keys(${id})`.execute(db)
    const [done] = rows
    if (!done) return []
    const { documentId, patientId, category, cause, orderedBy, storageKeys } = done
    await writeAudit(db, {
      operation: 'retention.destroyed', decision: 'allow', patientId, documentId, subjectId: orderedBy, detail: { cause, category, files: storageKeys.length },
    })
    return storageKeys
  })
}

type Destroyed = { documentId: string; patientId: string | null; category: string | null; cause: string; orderedBy: string; storageKeys: string[] }

/**
 * Removes what no key opens any more. A row is kept for a day after its object was removed for the first time, so that
 * whoever was writing that object at the moment (an upload, a picture being made) leaves nothing behind either.
 */
async function removeDoomed(practice: string, store: ObjectStore): Promise<void> {
  const doomed = await job(practice, (db) => db.selectFrom('doomedObject').select('storageKey').where('practiceId', '=', practice).execute())
  await remove(store, doomed.map(({ storageKey }) => storageKey))
  if (doomed.length > 0)
    await job(practice, (db) => db.deleteFrom('doomedObject').where('practiceId', '=', practice)
      .where('storageKey', 'in', doomed.map(({ storageKey }) => storageKey))
      .where('since', '<', sql<Date>`now() - interval '1 day'`).execute())
}

async function remove(store: ObjectStore, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await store.discard(key)
    await store.remove(key)
  }
}
