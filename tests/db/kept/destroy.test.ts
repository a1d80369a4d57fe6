import { spawn } from 'node:child_process'
import { cp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { deleteDocument } from '@/lib/deletion/commands'
import { destroyDue } from '@/lib/jobs/destroy'
import { openVersion } from '@/lib/jobs/stored'
import { newFileKey } from '@/lib/vault/keys'
import { vault } from '@/lib/vault/rings'
import { root } from '@/scripts/lib/paths'
import { smallPdf } from '../../factories/small-pdf'
import { connect } from '../../setup/database'
import { office, type Office } from './files'

let o: Office
beforeAll(async () => {
  o = await office()
})

/** Deleted long ago, with two versions and a picture whose file rests in the store too. */
async function doomed() {
  const document = await o.filed(o.patients.anna, smallPdf('the first'))
  await o.correct(document, smallPdf('the second'))
  const key = document.replaceAll('-', '')
  const of = { practice: o.a.id, document, version: 1, variant: 'thumb-256' }
  const { wrapped } = vault().keys.use(o.a.key, (practiceKey) => newFileKey(practiceKey, of, 1))
  const writer = await vault().store.create(key)
  await writer.write(Buffer.from('a picture, sealed'))
  await writer.finish()
  await o.put('document_rendition', {
    practice_id: o.a.id, document_id: document, version: 1, variant: 'thumb-256', state: 'ready', content_type: 'image/webp', byte_size: 1, sha256: Buffer.alloc(32),
    storage_key: key, key_version: 1, wrapped_dek: Buffer.from(wrapped), commitment: Buffer.alloc(32), ready_at: new Date(),
  })
  await o.act(deleteDocument, o.here, { document, why: 'scanned twice' }, o.stepped.owner)
  await o.daysOver(document)
  return { document, keys: [key, ...(await o.versions(document)).map((version) => version.key)] }
}

const inStore = async (keys: string[]) => {
  const files = await readdir(o.store, { recursive: true })
  return keys.filter((key) => files.some((file) => file.endsWith(key))).length
}
const rows = async (document: string) => (await o.sql<{ keys: number }>(`select (select count(*) from document_version where document_id = $1 and wrapped_dek is not null)::int
  + (select count(*) from document_rendition where document_id = $1)::int as keys`, [document]))[0]?.keys

describe('after its keys are destroyed', () => {
  test('no combination of rows, a copy of the store from before and the practice’s key opens a document', async () => {
    const { document, keys } = await doomed()
    const copy = await o.copyOfStore()
    const before = await openVersion(o.a.id, document, 1)
    expect(before, 'the control: it opens').not.toBeNull()
    await before?.close()
    await destroyDue(o.a.id, vault().store)
    expect([await rows(document), await inStore(keys)]).toEqual([0, 0])

    // Somebody puts the files of the copy back, brings the document back over everybody's head, and has the practice's key.
    await cp(copy, o.store, { recursive: true })
    expect(await inStore(keys)).toBe(3)
    await o.sql(`update document set destroyed_at = null, title = 'back', deleted_at = null, deleted_why = null, deleted_by_name = null where id = $1`, [document])
    for (const version of [1, 2]) {
      expect(await openVersion(o.a.id, document, version)).toBeNull()
      expect((await o.asStaff(document, version)).status).toBe(404)
    }
    // Nothing that the database holds is a key to it: neither another document's, nor any left in a row of its own.
    const left = await o.sql<{ row: string }>(`select to_jsonb(v)::text as row from document_version v where document_id = $1
      union all select to_jsonb(o)::text from destruction o where document_id = $1 union all select to_jsonb(d)::text from doomed_object d where document_id = $1
      union all select to_jsonb(e)::text from audit_event e where document_id = $1`, [document])
    for (const { row } of left) expect(row).not.toMatch(/"wrapped[a-z_]*": "/)
    await rm(copy, { recursive: true })
  })

  test('what was written again meanwhile is removed for a day more, and its note after that', async () => {
    const { document, keys } = await doomed()
    await destroyDue(o.a.id, vault().store)
    const late = await vault().store.create(keys[0] ?? '')
    await late.write(Buffer.from('late'))
    await late.finish()
    expect(await inStore(keys)).toBe(1)
    await destroyDue(o.a.id, vault().store)
    expect(await inStore(keys)).toBe(0)
    expect(await o.sql('select 1 from doomed_object where document_id = $1', [document])).toHaveLength(3)
    await o.sql(`update doomed_object set since = now() - interval '25 hours'`)
    await destroyDue(o.a.id, vault().store)
    expect(await o.sql('select 1 from doomed_object')).toEqual([])
  })

  test('a store that does not answer holds up no key’s end, and its files go when it does', async () => {
    const { document, keys } = await doomed()
    const away = { ...vault().store, remove: () => Promise.reject(new Error('away')) }
    await expect(destroyDue(o.a.id, away)).rejects.toThrow('away')
    expect([await rows(document), await inStore(keys)]).toEqual([0, 3])
    await destroyDue(o.a.id, vault().store)
    expect(await inStore(keys)).toBe(0)
  })
})

/** A process of its own that destroys, and waits where it is told to; killed outright there. */
function destroying(stop: 'nowhere' | 'before removing' | 'while removing' | 'after removing') {
  const tsx = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href
  const child = spawn(process.execPath, ['--conditions=react-server', `--import=${tsx}`, join(root, 'tests', 'db', 'kept', 'destroying.ts'), o.a.id, stop],
    { cwd: root, env: { ...process.env, NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let complaints = ''
  child.stdout.on('data', (part) => (said += String(part)))
  child.stderr.on('data', (part) => (complaints += String(part)))
  const ended = new Promise((resolve) => void child.once('close', resolve))
  const until = async (there: () => Promise<boolean> | boolean) => {
    while (!(await there()) && child.exitCode === null) await sleep(10)
    if (child.exitCode !== null) throw new Error(`it ended by itself: ${complaints}`)
  }
  return { says: (word: string) => until(() => said.includes(word)), until, kill: async () => (child.kill('SIGKILL'), await ended) }
}

describe('killed outright while it destroys: either whole and readable, or destroyed, and nothing is left over', { timeout: 60_000 }, () => {
  const whole = async (document: string) => {
    await o.sql('update destruction set cancelled_at = now() where document_id = $1', [document])
    await o.sql('update document set deleted_at = null, deleted_why = null, deleted_by_name = null where id = $1', [document])
    expect([(await o.asStaff(document, 1)).status, (await o.asStaff(document, 2)).status]).toEqual([200, 200])
  }
  /** What the next round makes of it. */
  const finished = async (document: string, keys: string[]) => {
    await destroyDue(o.a.id, vault().store)
    expect([await rows(document), await inStore(keys)]).toEqual([0, 0])
    expect(await o.sql(`select 1 from audit_event where document_id = $1 and operation = 'retention.destroyed'`, [document]), 'once on record').toHaveLength(1)
  }

  for (const [what, lock] of [
    ['the order', 'select 1 from destruction where document_id = $1 for update'], ['the document', 'select 1 from document where id = $1 for update'],
    ['a version', 'select 1 from document_version where document_id = $1 and version = 2 for update'], ['a picture', 'select 1 from document_rendition where document_id = $1 for update'],
  ] as const) {
    test(`while it waits for ${what}, and then carried through`, async () => {
      for (const after of ['whole', 'finished'] as const) {
        const { document, keys } = await doomed()
        const holder = await connect(o.database.superuserUrl)
        await holder.query('begin')
        await holder.query(lock, [document])
        const child = destroying('nowhere')
        await child.until(async () => (await o.sql(`select 1 from pg_stat_activity where datname = current_database() and usename = 'enamel_runtime' and wait_event_type = 'Lock'`)).length > 0)
        await child.kill()
        await holder.query('rollback')
        await holder.end()
        expect([await rows(document), await inStore(keys)], 'nothing has happened').toEqual([3, 3])
        await (after === 'whole' ? whole(document) : finished(document, keys))
      }
    })
  }

  test.for([['before removing', 3], ['while removing', 2], ['after removing', 0]] as const)('%s the files', async ([stop, left]) => {
    const { document, keys } = await doomed()
    const child = destroying(stop)
    await child.says('there')
    await child.kill()
    expect([await rows(document), await inStore(keys)], 'no key is left, whatever still rests').toEqual([0, left])
    await finished(document, keys)
  })
})
