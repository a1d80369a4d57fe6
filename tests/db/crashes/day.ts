import { readdirSync, utimesSync } from 'node:fs'
import { basename, join } from 'node:path'
import { destroyDue } from '@/lib/jobs/destroy'
import { makeWaitingPictures } from '@/lib/jobs/pictures'
import { tidy } from '@/lib/platform/janitor'
import { job } from '@/db/job'
import { vault } from '@/lib/vault/rings'
import { sql } from 'kysely'
import type { World } from '../../factories/world'
import { filesBelow } from './plain'
import type { Findings } from './verdict'

/**
 * A day later the janitor and the jobs have come by: whatever was in the middle of something is over, and every file that rests
 * is somebody's.
 * @param pictured documents whose pictures are awaited; for all others they are nobody's matter here
 */
export async function aDayLater(w: World, pictured: readonly string[], { janitor = true } = {}): Promise<Findings> {
  const free = w.database.asIntruder
  const store = w.store
  await free(`update document_version set rendered = 'none' where rendered = 'waiting' and document_id <> all($1)`, [pictured])
  await free(`update document_version set created_at = created_at - interval '25 hours' where state = 'receiving'`)
  await free(`update upload_part set created_at = created_at - interval '25 hours'`)
  await free(`update document_rendition set created_at = created_at - interval '2 hours' where state = 'making'`)
  const old = new Date(Date.now() - 25 * 3_600_000)
  for (const name of readdirSync(join(store, 'unfinished'))) utimesSync(join(store, 'unfinished', name), old, old)

  if (janitor) await tidy(vault().store)
  await makeWaitingPictures(w.a.id)
  await destroyDue(w.a.id, vault().store)
  await free(`update doomed_object set since = since - interval '25 hours'`)
  await destroyDue(w.a.id, vault().store)

  const findings: Findings = []
  const none = async (what: string, statement: string, values: unknown[] = []) => {
    for (const row of await w.database.asSuperuser(statement, values)) findings.push(`${what}: ${JSON.stringify(row)}`)
  }
  await none('still being received', `select document_id, version, state from document_version where state in ('receiving', 'checking')`)
  await none('a part of an upload is left', 'select document_id, turn from upload_part')
  await none('a picture is still being made', `select document_id, variant from document_rendition where state = 'making'`)
  await none('waits for its pictures for ever', `select document_id, version, rendered from document_version where document_id = any($1) and state = 'ready' and rendered <> 'done'`, [pictured])
  await none('is to be destroyed and was not', 'select document_id from destruction where cancelled_at is null and destroyed_at is null and due_at <= now()')
  await none('doomed for ever', 'select document_id, storage_key from doomed_object')
  const { rows } = await job(w.a.id, (db) => sql<{ changed: boolean }>`select access.recount_storage() as changed`.execute(db))
  if (rows[0]?.changed) findings.push('what the practice uses was counted wrongly')

  const wanted = new Map((await w.database.asSuperuser<{ key: string; of: string }>(`select storage_key as key, document_id || ' ' || version as of from document_version where state = 'ready'
    union all select storage_key, document_id || ' ' || variant from document_rendition where state = 'ready'`)).map(({ key, of }) => [key, of]))
  const known = new Map((await w.database.asSuperuser<{ key: string; of: string }>(`select storage_key as key, document_id || ' ' || state as of from document_version`)).map(({ key, of }) => [key, of]))
  const found = new Set(filesBelow(store).map((path) => basename(path)).filter((name) => name !== 'vault-store'))
  for (const name of found) if (!wanted.has(name)) findings.push(`a file of nobody: ${name} ${known.get(name) ?? ''}`)
  for (const [key, of] of wanted) if (!found.has(key)) findings.push(`a row without a file: ${of}`)
  await none('letters and releases are not of one number', `select * from (select (select count(*)::int from platform.outbox where kind = 'document_released') as letters,
    (select 2 * count(*)::int from release where released_by is not null) as readers) counted where letters <> readers`)
  return findings
}
