import { hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transact, type Role } from '@/db/transaction'
import { flushLater } from '@/lib/access/later'
import { perform } from '@/lib/access/perform'
import { sessionCookie } from '@/lib/auth/cookies'
import { releaseDocument } from '@/lib/documents/commands'
import { serveDocument } from '@/lib/documents/doors/serve'
import { newStorageKey } from '@/lib/platform/storage/store'
import { keyRing } from '@/lib/vault/key-ring'
import { newFileKey, openFileKey, openPracticeKey } from '@/lib/vault/keys'
import { vault } from '@/lib/vault/rings'
import { SEGMENT_BYTES, encryptFile } from '@/lib/vault/vlt1'
import { rest, signed } from '@/tests/attack/guards/laying'
import { rig, type Rig } from '@/tests/attack/guards/rig'
import { smallPdf } from '@/tests/factories/small-pdf'
import { world, type World } from '@/tests/factories/world'

// What stands when everything in front has fallen and somebody writes to the database or the store: the keys, and what each
// is bound to.

let r: Rig
let w: World
const long = (word: string) => smallPdf(`canary of ${word} `.repeat(15_000).slice(0, 240_000))
const plain = { anna: long('anna'), ben: long('ben!') }
beforeAll(async () => {
  w = await world()
  r = await rig(w)
  for (const [name, document] of [['anna', w.documents.annaReleased], ['ben', w.documents.benReleased]] as const)
    await lay(document.id, await rest(w.a.key, of(document.id), plain[name]))
})
afterAll(() => r.close())

const of = (document: string, practice = w.a.id) => ({ practice, document, version: 1, variant: 'orig' })
const columns = ['storage_key', 'wrapped_dek', 'commitment', 'byte_size', 'sha256'] as const
type File = Record<string, unknown>
const fileOf = async (document: string) => (await w.database.asSuperuser<File>(`select ${columns.join(', ')} from document_version where document_id = $1`, [document]))[0] ?? {}
const lay = (document: string, file: File) => w.database.asIntruder(
  `update document_version set ${columns.map((column, at) => `${column} = $${at + 2}`).join(', ')} where document_id = $1`, [document, ...columns.map((column) => file[column])])
const pathOf = (key: unknown) => join(w.store, String(key).slice(0, 2), String(key))

/** Anna opens her document; whatever came out before a fault, and how it ended. */
async function opens(headers: Record<string, string> = {}) {
  const { token, id } = await w.session(w.people.anna, { assurance: 1 })
  const cookie = `${sessionCookie().name}=${token}`
  const chunks: Uint8Array[] = []
  let status: number
  let whole = false
  try {
    const answer = await serveDocument(new Request(`http://localhost:3000${signed(r, id, w.hats.anna, w.documents.annaReleased.id)}`, { headers: { ...headers, cookie } }))
    status = answer.status
    if (answer.body !== null) for await (const chunk of new Response(answer.body).body ?? []) chunks.push(chunk)
    whole = true
  } catch {
    status = 500
  }
  await flushLater()
  return { status, whole, bytes: Buffer.concat(chunks) }
}

async function expectOpen(bytes = plain.anna) {
  const { status, whole, bytes: got } = await opens()
  expect({ status, whole, same: got.equals(bytes) }).toEqual({ status: 200, whole: true, same: true })
}

async function expectShut(headers: Record<string, string> = {}) {
  const { status, bytes } = await opens(headers)
  expect(status).toBe(500)
  expect(bytes.includes('canary')).toBe(false)
}

test('before anything is touched, the document opens', () => expectOpen())

describe('a version’s row is pointed at another document’s file and key', () => {
  const roles: [Role, 'anna' | 'desk' | null][] = [
    ['enamel_patient_read', 'anna'], ['enamel_patient_write', 'anna'], ['enamel_staff_read', 'desk'], ['enamel_staff_write', 'desk'], ['enamel_job', null], ['enamel_identity', null],
  ]

  test.for(roles)('%s may not, nor touch a practice’s key', async ([role, who]) => {
    const person = who ? w.people[who] : ''
    const settings = { practice: w.a.id, hat: who === 'anna' ? w.hats.anna : who ? w.members.desk : '', person, session: who ? (await w.session(person)).id : '' }
    // Where a file comes in, its place is written when it is whole; of one that has arrived, it stays.
    const moved = transact(role, settings, (db) => sql`update public.document_version set storage_key = 'x' where state <> 'receiving'`.execute(db))
    if (role === 'enamel_patient_write') await expect(moved).resolves.toMatchObject({ numAffectedRows: 0n })
    else await expect(moved).rejects.toMatchObject({ code: role === 'enamel_staff_write' || role === 'enamel_job' ? '23001' : '42501' })
    const statements = [
      sql`update public.document_version set wrapped_dek = ''`,
      sql`update public.practice_key set wrapped = ''`, sql`insert into public.practice_key (practice_id, version, root_kid, wrapped) values (${w.a.id}, 9, 1, '')`,
      sql`update public.document set current_version = 7`,
    ]
    for (const statement of statements) await expect(transact(role, settings, (db) => statement.execute(db))).rejects.toMatchObject({ code: '42501' })
  })

  test('by a superuser: the key does not open in that row', async () => {
    const mine = await fileOf(w.documents.annaReleased.id)
    await lay(w.documents.annaReleased.id, await fileOf(w.documents.benReleased.id))
    await expectShut()
    await expectShut({ range: 'bytes=0-9' })
    await lay(w.documents.annaReleased.id, mine)
    await expectOpen()
  })

  test('file and length alone, the key left: the file does not open under it', async () => {
    const mine = await fileOf(w.documents.annaReleased.id)
    const { storage_key } = await fileOf(w.documents.benReleased.id)
    await lay(w.documents.annaReleased.id, { ...mine, storage_key })
    await expectShut()
    await lay(w.documents.annaReleased.id, mine)
    await expectOpen()
  })

  test('a wrapped key in another practice’s row, or under another number, opens for nobody', async () => {
    const [{ wrapped } = { wrapped: Buffer.alloc(0) }] = await w.database.asSuperuser<{ wrapped: Buffer }>('select wrapped from practice_key where practice_id = $1', [w.a.id])
    const open = (practice: string, version: number) => openPracticeKey(vault().root, { practice, version, rootKid: w.a.key.rootKid, wrapped })
    expect(() => open(w.b.id, 1)).toThrow('does_not_open')
    expect(() => open(w.a.id, 2)).toThrow('does_not_open')
    const key = open(w.a.id, 1)
    const { wrapped_dek } = await fileOf(w.documents.annaReleased.id) as { wrapped_dek: Buffer }
    const file = (document: string, practice: string, version: number, variant: string, keyVersion: number) =>
      openFileKey(key, { practice, document, version, variant }, { keyVersion, wrapped: wrapped_dek })
    const { id } = w.documents.annaReleased
    const wrongs: Parameters<typeof file>[] = [[randomUUID(), w.a.id, 1, 'orig', 1], [id, w.b.id, 1, 'orig', 1], [id, w.a.id, 2, 'orig', 1], [id, w.a.id, 1, 'thumb-256', 1], [id, w.a.id, 1, 'orig', 2]]
    for (const wrong of wrongs) expect(() => file(...wrong)).toThrow('does_not_open')
    expect(file(id, w.a.id, 1, 'orig', 1)).toHaveLength(32)
  })
})

describe('two documents’ files change places in the store', () => {
  const locks = ['key', 'commitment', 'context'] as const
  const combinations = Array.from({ length: 8 }, (_, bits) => locks.filter((_lock, at) => bits & (1 << at)))

  // Under Anna's document lie the bytes of Ben's. `absent` says which of the three locks was made to fit them.
  test.for(combinations.map((absent) => ({ absent })))('without $absent', async ({ absent }) => {
    const document = w.documents.annaReleased.id
    const { dek: hers, wrapped } = vault().keys.use(w.a.key, (key) => newFileKey(key, of(document), 1))
    const used = absent.includes('key') ? hers : randomBytes(32)
    const context = of(absent.includes('context') ? document : w.documents.benReleased.id)
    const { stored } = encryptFile(used, context)
    const parts: Buffer[] = []
    for await (const piece of stored((async function* () { yield plain.ben })())) parts.push(Buffer.from(piece))
    const bytes = Buffer.concat(parts)
    const salt = absent.includes('commitment') ? bytes.subarray(1, 33) : randomBytes(32)
    const storageKey = newStorageKey()
    const object = await vault().store.create(storageKey)
    await object.write(bytes)
    await object.finish()
    const mine = await fileOf(document)
    await lay(document, {
      storage_key: storageKey, wrapped_dek: Buffer.from(wrapped), byte_size: plain.ben.length, sha256: mine['sha256'],
      commitment: Buffer.from(hkdfSync('sha256', hers, salt, 'vault-commit', 32)),
    })
    if (absent.length === locks.length) await expectOpen(plain.ben)
    else await expectShut()
    await lay(document, mine)
  })

  test('as whole files, by their names', async () => {
    const [mine, his] = [await fileOf(w.documents.annaReleased.id), await fileOf(w.documents.benReleased.id)]
    const [a, b] = [await readFile(pathOf(mine['storage_key'])), await readFile(pathOf(his['storage_key']))]
    expect(a.length).toBe(b.length)
    await writeFile(pathOf(mine['storage_key']), b)
    await expectShut()
    await writeFile(pathOf(mine['storage_key']), a)
    await expectOpen()
  })
})

describe('a stored file is changed', () => {
  const swapped = (bytes: Buffer, one: number, two: number) => {
    const changed = Buffer.from(bytes)
    bytes.copy(changed, one * SEGMENT_BYTES, two * SEGMENT_BYTES, (two + 1) * SEGMENT_BYTES)
    bytes.copy(changed, two * SEGMENT_BYTES, one * SEGMENT_BYTES, (one + 1) * SEGMENT_BYTES)
    return changed
  }
  const flipped = (at: (length: number) => number) => (bytes: Buffer) => {
    const changed = Buffer.from(bytes)
    changed.writeUInt8(changed.readUInt8(at(bytes.length)) ^ 1, at(bytes.length))
    return changed
  }
  const changes: [string, (bytes: Buffer) => Buffer][] = [
    ['first byte', flipped(() => 0)], ['salt', flipped(() => 5)], ['nonce prefix', flipped(() => 35)], ['first piece', flipped(() => 100)],
    ['tag of the first piece', flipped(() => SEGMENT_BYTES - 1)], ['second piece', flipped(() => SEGMENT_BYTES + 7)], ['last byte', flipped((length) => length - 1)],
    ...Array.from({ length: 20 }, (_, at): [string, (bytes: Buffer) => Buffer] => [`place ${at}`, flipped((length) => Math.floor((length * at) / 20) + 11)]),
    ['cut by a byte', (bytes) => bytes.subarray(0, -1)], ['cut at a piece’s edge', (bytes) => bytes.subarray(0, 2 * SEGMENT_BYTES)], ['cut to its header', (bytes) => bytes.subarray(0, 40)],
    ['emptied', () => Buffer.alloc(0)], ['lengthened by a byte', (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])],
    ['lengthened by a piece of its own', (bytes) => Buffer.concat([bytes, bytes.subarray(SEGMENT_BYTES, 2 * SEGMENT_BYTES)])],
    ['with its second and third piece exchanged', (bytes) => swapped(bytes, 1, 2)],
    ['with its second piece twice', (bytes) => Buffer.concat([bytes.subarray(0, 2 * SEGMENT_BYTES), bytes.subarray(SEGMENT_BYTES, 2 * SEGMENT_BYTES), bytes.subarray(3 * SEGMENT_BYTES)])],
  ]

  test.for(changes)('%s: not one wrong byte leaves, and it never ends well', async ([, change]) => {
    const path = pathOf((await fileOf(w.documents.annaReleased.id))['storage_key'])
    const bytes = await readFile(path)
    await writeFile(path, change(bytes))
    const answer = await opens()
    // A fault behind the first piece breaks the connection: what went before it was right.
    expect(answer.status === 500 || !answer.whole).toBe(true)
    if (answer.status === 200) expect(answer.bytes.equals(plain.anna.subarray(0, answer.bytes.length))).toBe(true)
    await writeFile(path, bytes)
    await expectOpen()
  })
})

describe('copies', () => {
  test('of the store hold nothing that can be read', async () => {
    const names = (await readdir(w.store, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    expect(names.length).toBeGreaterThan(8)
    for (const entry of names) {
      const bytes = await readFile(join(entry.parentPath, entry.name))
      for (const word of ['canary', '%PDF', 'endobj', 'anna', 'Stone']) expect(bytes.includes(word), entry.name).toBe(false)
    }
    expect(plain.anna.includes('canary')).toBe(true)
  })

  test('of the database, with the store, open no document and no session', async () => {
    const { token } = await w.session(w.people.owner, { steppedUp: true })
    await perform(releaseDocument, { token, requestId: randomUUID(), act: true }, { practice: w.a.id }, { document: w.documents.annaHeld.id, note: 'for you' })
    expect(await w.database.asSuperuser('select 1 from platform.outbox')).toHaveLength(2)
    const tables = await w.database.asSuperuser<{ name: string }>(`select c.oid::regclass::text as name from pg_class c
      where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text in ('public', 'identity', 'platform')`)
    let dump = ''
    for (const { name } of tables) dump += (await w.database.asSuperuser<{ row: string }>(`select t::text as row from ${name} t`)).map(({ row }) => row).join('\n')
    // Honest: names and titles are in the clear there; what opens something is not.
    expect(dump).toContain('anna-released')
    expect(dump).not.toContain(token)
    expect(dump).not.toContain(Buffer.from(token).toString('hex'))
    expect(dump).not.toContain(Buffer.from('canary').toString('hex'))
    expect(dump).not.toContain(Buffer.from('Something new for you').toString('hex'))
    const stolen = keyRing([{ kid: w.a.key.rootKid, key: randomBytes(32) }])
    expect(() => openPracticeKey(stolen, w.a.key)).toThrow('does_not_open')
    expect(openPracticeKey(vault().root, w.a.key)).toHaveLength(32)
  })
})
