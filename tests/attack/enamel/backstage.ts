import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Installation, Scene } from './scene'

/**
 * Behind the curtain of the scene. `/witness` is a digest of every row that names one of the scene's ids, but for the
 * access history and the sessions' own use: a refused write leaves it as it was, whatever page would or would not show
 * it. `/restore` puts those rows back as they were laid. Reached by the engine as a declared origin, on this machine.
 */
export type Backstage = { origin: string; close: () => Promise<void>; restore: () => Promise<void> }

/** Written by whoever is refused, or by looking: the history, the use of a session, the lease of a link, the buckets. */
const traces = new Set(['public.audit_event', 'public.lease', 'identity.session', 'identity.event', 'identity.throttle', 'identity.known_device'])

export async function backstage(scene: Scene): Promise<Backstage> {
  const kept = (await tablesOf(scene)).filter(({ table }) => !traces.has(table))
  const snapshot = await Promise.all(kept.map(async ({ table, names }) => {
    const rows = await scene.sql<{ row: unknown }>(`select to_jsonb(t) as row from ${table} t where ${names}`, [scene.ids])
    return { table, rows: rows.map(({ row }) => row) }
  }))

  const restore = () => offGuard(scene, async (run) => {
    const ids = await withOffspring(run, scene.ids)
    for (const { table, names } of kept) await run(`delete from ${table} t where ${names}`, [ids])
    for (const { table, rows } of snapshot)
      if (rows.length > 0) await run(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [JSON.stringify(rows)])
  })
  // One statement: a digest of several would see two moments.
  const digest = kept.map(({ table, names }) => `select '${table} ' || count(*) || ' ' || coalesce(sum(hashtextextended(${plain}, 0)), 0) as part from ${table} t where ${names}`).join(' union all ')
  const witness = async () => (await scene.sql<{ part: string }>(`select part from (${digest}) parts order by part`, [scene.ids])).map(({ part }) => part).join('\n')

  const server = createServer((request, response) => {
    const work = request.url === '/witness' ? witness() : request.url === '/restore' ? restore().then(() => 'restored') : Promise.reject(new Error('unknown'))
    work.then((text) => response.end(text), (error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const close = () => new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close, restore }
}

/**
 * Takes the scene away, with every trace of it: rows, sessions, lines of history and files.
 * The story is left as it was found.
 */
export async function strikeScene(scene: Scene, { storeDir }: Installation): Promise<void> {
  const ids = await withOffspring(scene.sql, scene.ids)
  const files = await scene.sql<{ key: string }>('select storage_key as key from document_version where document_id = any($1::uuid[])', [ids])
  const tables = await tablesOf(scene)
  await offGuard(scene, async (run) => {
    for (const { table, names } of tables) await run(`delete from ${table} t where ${names}`, [ids])
    // What the practices had set, as it stood: the scene's owners are allowed to change it, and do.
    for (const { table, rows } of scene.standing) {
      await run(`delete from ${table} where practice_id = any($1::uuid[])`, [[scene.offices.a.id, scene.offices.b.id]])
      await run(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [JSON.stringify(rows)])
    }
    // Letters to the scene's people, none of whom has a mailbox; sealed, so that nobody can say which are theirs.
    await run(`delete from platform.outbox where created_at > $1`, [scene.begun])
  })
  for (const { key } of files) if (/^[\w-]{16,}$/.test(key)) await rm(join(storeDir, key.slice(0, 2), key), { force: true })
}

/** What the scene's people made names them, and what was said about that names it in turn. */
async function withOffspring(sql: Scene['sql'], ids: string[]): Promise<string[]> {
  const made = await sql<{ id: string }>(`
    select id from document where uploaded_by = any($1::uuid[]) or patient_id = any($1::uuid[])
    union select id from patient where created_by = any($1::uuid[])
    union select id from import_batch where started_by = any($1::uuid[])
    union select id from folder_program where made_by = any($1::uuid[])
    union select id from share where patient_id = any($1::uuid[]) or made_by = any($1::uuid[])
    union select id from invitation where created_by = any($1::uuid[])`, [ids])
  return [...new Set([...ids, ...made.map(({ id }) => id)])]
}

/** Use is no change. */
const plain = `(to_jsonb(t) - 'last_used_at' - 'last_act_at')::text`

/** Every table with ids in it, and the condition under which a row names one of the scene's. */
async function tablesOf(scene: Scene): Promise<{ table: string; names: string }[]> {
  return scene.sql<{ table: string; names: string }>(`
    select format('%I.%I', n.nspname, c.relname) as table, '(' || string_agg(format('t.%I = any($1::uuid[])', a.attname), ' or ' order by a.attnum) || ')' as names
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.atttypid = 'uuid'::regtype and not a.attisdropped
     where c.relkind = 'r' and n.nspname in ('public', 'identity') group by c.oid, n.nspname, c.relname order by c.oid`)
}

/** One transaction in which triggers and foreign keys look away: what is append-only for the product is not for a stagehand. */
const offGuard = (scene: Scene, work: (run: Scene['sql']) => Promise<void>) => scene.transaction(async (run) => {
  await run('set local session_replication_role = replica')
  await work(run)
})
