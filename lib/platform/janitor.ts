import 'server-only'
import { sql } from 'kysely'
import { job, platformJob } from '@/db/job'
import { clearParts, leftoverParts } from '@/lib/platform/parts'
import { faultOf, log } from '@/lib/platform/log'
import type { ObjectStore } from '@/lib/platform/storage/store'

/** Hours after which an upload that never finished is given up. */
const patience = 24

/** Clears away what nobody waits for any more, one practice per transaction; a practice that fails holds up no other. */
export async function tidy(store: ObjectStore): Promise<void> {
  const practices = await platformJob(async (db) => (await sql<{ id: string }>`select id from platform.practice_ids() as id`.execute(db)).rows)
  let failed = 0
  for (const { id } of practices) {
    try {
      await tidyPractice(id, store)
    } catch (error) {
      failed += 1
      log.error({ event: 'janitor.failed', practice: id, ...faultOf(error) })
    }
  }
  for (const key of await store.unfinished(new Date(Date.now() - patience * 3600_000))) await store.discard(key)
  await platformJob((db) => sql`select platform.tidy_identity()`.execute(db))
  if (failed > 0) throw new Error('the janitor must come again')
}

/** The rows stay locked until their files are gone: what a crash interrupts is found again by the next round. */
async function tidyPractice(practice: string, store: ObjectStore): Promise<void> {
  await job(practice, async (db) => {
    await db.deleteFrom('lease').where('practiceId', '=', practice).where('expiresAt', '<', sql<Date>`now()`).execute()
    const given = await db.updateTable('documentVersion').set({ state: 'expired', failure: 'abandoned' })
      .where('practiceId', '=', practice).where('state', '=', 'receiving')
      .where('createdAt', '<', sql<Date>`now() - make_interval(hours => ${patience})`)
      .returning('storageKey').execute()
    for (const { storageKey } of given) {
      await store.discard(storageKey)
      await store.remove(storageKey)
    }
    // A picture is made in minutes; one that was begun and not finished is made again when somebody wants it.
    const unmade = await db.selectFrom('documentRendition').select(['documentId', 'version', 'variant', 'storageKey'])
      .where('practiceId', '=', practice).where('state', '=', 'making').where('createdAt', '<', sql<Date>`now() - interval '1 hour'`)
      .forUpdate().execute()
    for (const { documentId, version, variant, storageKey } of unmade) {
      await store.discard(storageKey)
      await store.remove(storageKey)
      await db.deleteFrom('documentRendition').where('practiceId', '=', practice).where('documentId', '=', documentId)
        .where('version', '=', version).where('variant', '=', variant).execute()
    }
    if (given.length > 0) log.info({ event: 'janitor.uploads_given_up', practice, count: given.length })
  })
  for (const document of await leftoverParts(practice)) await clearParts(practice, document, store)
}
