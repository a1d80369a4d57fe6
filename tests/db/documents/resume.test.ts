import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { tidy } from '@/lib/platform/janitor'
import { localDisk } from '@/lib/platform/storage/local-disk'
import { openVersion } from '@/lib/jobs/stored'
import { vault } from '@/lib/vault/rings'
import { receivePart, joinParts, partOf, type Durable } from '@/lib/vault/parts'
import { SEGMENT_PLAIN_BYTES, HEADER_BYTES } from '@/lib/vault/vlt1'
import { newStorageKey, StorageError } from '@/lib/platform/storage/store'
import { world, type World } from '../../factories/world'
import { pdfOf, sender, shaOf, stream } from './parts'

let w: World
let desk: ReturnType<typeof sender>
beforeAll(async () => {
  w = await world()
  desk = sender('u', w.a.id, (await w.session(w.people.desk)).token)
})

const announce = (size: number, more: object = {}) => ({ patient: w.patients.anna, fileName: 'scan.pdf', type: 'application/pdf', size, ...more })
const state = async (document: string) => (await w.database.asSuperuser<{ state: string; failure: string | null; received: string; sha: string | null; key: string }>(
  `select state, failure, received_bytes as received, encode(sha256, 'hex') as sha, storage_key as key from document_version where document_id = $1`, [document]))[0]
const begun = async (size: number, more: object = {}, by = desk) => {
  const { status, body } = await by.begin(announce(size, more))
  expect(status).toBe(201)
  return body.document ?? ''
}
async function plainOf(document: string): Promise<Buffer> {
  const file = await openVersion(w.a.id, document, 1)
  if (!file) throw new Error('no file')
  return whole(file.plain()).finally(() => file.close())
}
const whole = async (bytes: AsyncIterable<Uint8Array>) => {
  const parts: Uint8Array[] = []
  for await (const part of bytes) parts.push(part)
  return Buffer.concat(parts)
}
const filesInStore = () => readdirSync(w.store, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== 'vault-store')

test('a file comes in parts, broken off at every kind of place, and is there bit for bit', async () => {
  const bytes = pdfOf(900_000)
  const document = await begun(bytes.length, { digest: `sha-256=:${Buffer.from(shaOf(bytes), 'hex').toString('base64')}:` })
  let offset = 0
  // Within a segment, at its edge, a byte before and behind it, and at once.
  for (const stop of [1, 0, 65_480, 65_481, 65_479, 131_000, 70_000]) {
    const answer = await desk.patch(document, offset, stream(bytes.subarray(offset), { breakAt: stop, piece: 10_000 }))
    expect(answer).toMatchObject({ status: 200, offset: offset + stop })
    offset += stop
    expect(await desk.head(document)).toMatchObject({ status: 200, offset })
  }
  expect((await state(document))?.state).toBe('receiving')
  const done = await desk.patch(document, offset, bytes.subarray(offset))
  expect(done).toMatchObject({ status: 200, offset: bytes.length, body: { next: `/practice/${w.a.id}/documents/${document}` } })
  expect(await state(document)).toMatchObject({ state: 'ready', sha: shaOf(bytes) })
  expect((await plainOf(document)).equals(bytes)).toBe(true)
  // Asked again, as after an answer that was lost, it is simply there.
  expect(await desk.head(document)).toMatchObject({ status: 200, offset: bytes.length })
  expect(await desk.patch(document, bytes.length, null)).toMatchObject({ status: 200, offset: bytes.length, body: { next: expect.stringContaining(document) as string } })
  // Nothing is left of the parts, and no byte of it was ever plain.
  const key = (await state(document))?.key
  const rows = await w.database.asSuperuser<{ part: string; whole: string }>('select storage_key as part, whole_key as whole from upload_part where document_id = $1', [document])
  for (const { part, whole } of rows) expect(filesInStore().filter(({ name }) => name === part || name === whole)).toEqual([])
  for (const file of filesInStore()) expect(readFileSync(join(file.parentPath, file.name)).includes(bytes.subarray(200_000, 200_064))).toBe(false)
  expect(filesInStore().some(({ name }) => name === key)).toBe(true)
})

test('what a killed writer leaves is read up to its last acknowledged segment, and no nonce is used twice', async () => {
  const bytes = pdfOf(700_000)
  const dek = Buffer.alloc(32, 7)
  const of = { practice: w.a.id, document: randomUUID(), version: 1, variant: 'orig' }
  const { store } = vault()
  const rows: (Durable & { turn: number; storageKey: string })[] = []
  let here = 0
  for (let turn = 1; here < bytes.length; turn++) {
    const storageKey = newStorageKey()
    const from = here
    // From the third part on nobody kills it.
    const killed = turn < 3
    const work = receivePart({
      bytes: stream(bytes.subarray(from), { piece: 33_333 }), missing: bytes.length - from, dek, of: partOf(of, turn), store, storageKey, every: 65_000,
      acknowledge: async (durable) => {
        const row = { turn, storageKey, ...durable }
        if (rows.at(-1)?.turn === turn) rows.pop()
        rows.push(row)
        here = from + durable.size
        // A kill: nothing after this happens any more, no closing and no cleaning up.
        if (killed && durable.size > 200_000) return new Promise<boolean>(() => undefined)
        return true
      },
    })
    await (killed ? vi.waitFor(() => expect(here - from).toBeGreaterThan(200_000)) : work)
    if (killed) expect((here - from + HEADER_BYTES) % SEGMENT_PLAIN_BYTES).toBe(0)
  }
  expect(rows.map(({ closed }) => closed)).toEqual([false, false, true])
  expect((await whole(joinParts(rows, dek, of, store))).equals(bytes)).toBe(true)
  // Each part is sealed under a salt of its own: the same nonce under another key is another nonce.
  const salts = rows.map(({ storageKey }) => readFileSync(join(w.store, storageKey.slice(0, 2), storageKey)).subarray(0, 40).toString('hex'))
  expect(new Set(salts).size).toBe(3)
  // A part in another's place, or cut below what was acknowledged, opens nothing.
  const swapped = rows.map((row, at) => ({ ...row, storageKey: rows[(at + 1) % 3]?.storageKey ?? '' }))
  await expect(whole(joinParts(swapped, dek, of, store))).rejects.toThrow('do not authenticate')
  await expect(whole(joinParts(rows.map((row) => ({ ...row, size: row.size + (row.closed ? -1 : 10 * SEGMENT_PLAIN_BYTES) })), dek, of, store))).rejects.toThrow('do not authenticate')
  for (const { storageKey } of rows) await store.remove(storageKey)
})

test('of two senders at once the later one goes on, and the earlier one is told', async () => {
  const bytes = pdfOf(9_000_000)
  const document = await begun(bytes.length)
  let second: Promise<unknown> | undefined
  let pieces = 0
  const first = desk.patch(document, 0, stream(bytes, {
    between: async () => {
      // In the middle of the first's bytes, from the offset that is acknowledged then.
      if (++pieces !== 80) return
      const { offset } = await desk.head(document)
      expect(offset).toBeGreaterThan(0)
      second = desk.patch(document, offset ?? 0, stream(bytes.subarray(offset ?? 0)))
      await second
    },
  }))
  expect(await first).toMatchObject({ status: 409 })
  expect(await second).toMatchObject({ status: 200, offset: bytes.length, body: { next: expect.any(String) as string } })
  expect((await plainOf(document)).equals(bytes)).toBe(true)
  // Both from the same place at the same time: exactly one arrives.
  const again = await begun(bytes.length)
  const both = await Promise.all([desk.patch(again, 0, stream(bytes)), desk.patch(again, 0, stream(bytes))])
  expect(both.filter(({ body }) => body.next)).toHaveLength(1)
  expect((await plainOf(again)).equals(bytes)).toBe(true)
  // Two that finish at once, when all rests and only the last step failed before: one file stands, and none of nobody's.
  const third = await begun(bytes.length)
  const real = vault().store
  const original = real.create.bind(real)
  const failing = vi.spyOn(real, 'create').mockImplementationOnce(original).mockRejectedValueOnce(new StorageError('unavailable'))
  expect(await desk.patch(third, 0, stream(bytes))).toMatchObject({ status: 503 })
  failing.mockRestore()
  expect(await desk.head(third)).toMatchObject({ status: 200, offset: bytes.length })
  const ends = await Promise.all([desk.patch(third, bytes.length, null), desk.patch(third, bytes.length, null)])
  expect(ends.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1)
  expect((await plainOf(third)).equals(bytes)).toBe(true)
  const rows = await w.database.asSuperuser<{ whole: string }>('select whole_key as whole from upload_part where document_id = $1', [third])
  for (const { whole } of rows) expect(filesInStore().filter(({ name }) => name === whole)).toEqual([])
})

test('an offset that is not the acknowledged one is answered with that', async () => {
  const bytes = pdfOf(200_000)
  const document = await begun(bytes.length)
  await desk.patch(document, 0, stream(bytes, { breakAt: 1000 }))
  for (const wrong of [0, 999, 1001, bytes.length]) expect(await desk.patch(document, wrong, bytes.subarray(wrong))).toMatchObject({ status: 409, offset: 1000 })
  expect(await desk.patch(document, 1000, bytes.subarray(1000))).toMatchObject({ status: 200, offset: bytes.length })
})

test('it is the hat’s that began it: another session of hers goes on, and to everybody else it is not there', async () => {
  const bytes = pdfOf(200_000)
  const document = await begun(bytes.length)
  await desk.patch(document, 0, stream(bytes, { breakAt: 70_000 }))
  const others = {
    'a colleague': sender('u', w.a.id, (await w.session(w.people.owner)).token),
    'another practice': sender('u', w.b.id, (await w.session(w.people.dentistB)).token),
    'a patient': sender('s', w.hats.anna, (await w.session(w.people.anna, { assurance: 1 })).token),
    'a patient’s session at the office': sender('u', w.a.id, (await w.session(w.people.anna)).token),
  }
  for (const [who, other] of Object.entries(others)) {
    const answers = [await other.head(document), await other.patch(document, 70_000, bytes.subarray(70_000)), await other.remove(document)]
    const never = [await other.head(randomUUID()), await other.patch(randomUUID(), 70_000, bytes.subarray(70_000)), await other.remove(randomUUID())]
    expect(answers, who).toEqual(never)
    expect(answers.map(({ status }) => status), who).toEqual([404, 404, 404])
  }
  const laptop = sender('u', w.a.id, (await w.session(w.people.desk)).token)
  expect(await laptop.head(document)).toMatchObject({ status: 200, offset: 70_000 })
  expect(await laptop.patch(document, 70_000, bytes.subarray(70_000))).toMatchObject({ status: 200, offset: bytes.length })
  // A locked session asks nothing and sends nothing.
  const locked = sender('u', w.a.id, (await w.session(w.people.desk, { locked: true })).token)
  expect((await locked.head(document)).status).toBe(401)
})

test('what does not match what was announced is refused when it is whole', async () => {
  const bytes = pdfOf(100_000)
  const wrong = await begun(bytes.length, { digest: `sha-256=:${Buffer.alloc(32, 1).toString('base64')}:` })
  expect((await desk.patch(wrong, 0, bytes)).status).toBe(422)
  expect(await state(wrong)).toMatchObject({ state: 'rejected', failure: 'digest_differs' })
  expect((await desk.head(wrong)).status).toBe(404)
  const noPdf = await begun(40)
  expect((await desk.patch(noPdf, 0, Buffer.alloc(40, 'x'))).status).toBe(415)
  const more = await begun(100)
  expect((await desk.patch(more, 0, stream(bytes))).status).toBe(422)
  // What was refused leaves nothing.
  const rows = await w.database.asSuperuser<{ key: string }>(`select storage_key as key from upload_part where document_id in ($1, $2)`, [wrong, noPdf])
  for (const { key } of rows) expect(filesInStore().some(({ name }) => name === key)).toBe(false)
})

test('whoever began it gives it up, and nothing is kept', async () => {
  const bytes = pdfOf(300_000)
  const document = await begun(bytes.length)
  await desk.patch(document, 0, stream(bytes, { breakAt: 100_000 }))
  const [row] = await w.database.asSuperuser<{ key: string }>('select storage_key as key from upload_part where document_id = $1', [document])
  expect(filesInStore().some(({ name }) => name === row?.key)).toBe(true)
  expect((await desk.remove(document)).status).toBe(204)
  expect(filesInStore().some(({ name }) => name === row?.key)).toBe(false)
  expect((await desk.head(document)).status).toBe(404)
  expect((await desk.patch(document, 100_000, bytes.subarray(100_000))).status).toBe(404)
  expect(await state(document)).toMatchObject({ state: 'expired', failure: 'cancelled' })
})

test('the practice’s limits are told before the first byte, and hold while bytes come', async () => {
  const limit = (what: string) => w.database.asSuperuser(`update practice set ${what} where practice_id = $1`, [w.a.id])
  await limit('file_limit = 1048576')
  const tooLarge = await desk.begin(announce(1_048_577))
  expect(tooLarge).toMatchObject({ status: 413, body: { says: expect.stringContaining('1.0 MB') as string } })
  const exactly = await desk.begin(announce(1_048_576))
  expect(exactly.status).toBe(201)
  // A form says no size: it is stopped in the middle.
  const form = new FormData()
  form.set('patient', w.patients.anna)
  form.append('file', new Blob([new Uint8Array(pdfOf(2_000_000))], { type: 'application/pdf' }), 'large.pdf')
  form.append('file', new Blob([new Uint8Array(pdfOf(1000))], { type: 'application/pdf' }), 'small.pdf')
  const answer = await desk.form(form)
  expect(answer.headers.get('location')).toBe(`/practice/${w.a.id}/to-file?taken=1&why=too_large`)
  await limit('file_limit = 536870912')
  const [{ used } = { used: '0' }] = await w.database.asSuperuser<{ used: string }>(`select sum(coalesce(byte_size, received_bytes)) as used from document_version where practice_id = $1 and state in ('ready', 'receiving')`, [w.a.id])
  await limit(`storage_limit = ${Number(used) + 100_000}`)
  expect(await desk.begin(announce(100_001))).toMatchObject({ status: 507 })
  const fits = await begun(90_000)
  await limit(`storage_limit = ${Number(used) + 1000}`)
  expect((await desk.patch(fits, 0, pdfOf(80_000).subarray(0, 90_000))).status).toBe(507)
  // Nothing is lost: with more room it goes on.
  await limit('storage_limit = 214748364800')
  expect(await desk.head(fits)).toMatchObject({ status: 200, offset: 0 })
})

test('a full disk is a clear answer, and what was acknowledged before it stays', async () => {
  const bytes = pdfOf(9_000_000)
  const document = await begun(bytes.length)
  const real = vault().store
  const full = vi.spyOn(real, 'create').mockImplementation(localDisk(w.store, { space: async () => ({ free: 1, whole: 100 }) }).create)
  expect(await desk.patch(document, 0, stream(bytes))).toMatchObject({ status: 507, body: { error: 'full' } })
  full.mockRestore()
  expect(await desk.head(document)).toMatchObject({ status: 200, offset: 0 })
  // Full in the middle of a part, after four megabytes were promised.
  const original = real.create.bind(real)
  const halfway = vi.spyOn(real, 'create').mockImplementation(async (key, expected) => {
    const writer = await original(key, expected)
    let written = 0
    return { ...writer, write: async (piece) => {
      if ((written += piece.length) > 6_000_000) throw new StorageError('full')
      return writer.write(piece)
    } }
  })
  expect((await desk.patch(document, 0, stream(bytes))).status).toBe(507)
  halfway.mockRestore()
  const { offset } = await desk.head(document)
  expect(offset).toBeGreaterThan(4_000_000)
  expect(await desk.patch(document, offset ?? 0, stream(bytes.subarray(offset ?? 0)))).toMatchObject({ status: 200, offset: bytes.length })
  expect((await plainOf(document)).equals(bytes)).toBe(true)
})

test('after a day the janitor gives up what nobody went on with, and what overtaken requests left', async () => {
  const bytes = pdfOf(300_000)
  const document = await begun(bytes.length)
  await desk.patch(document, 0, stream(bytes, { breakAt: 100_000 }))
  await tidy(vault().store)
  expect(await desk.head(document)).toMatchObject({ status: 200, offset: 100_000 })
  await w.database.asSuperuser(`update document_version set created_at = created_at - interval '25 hours' where state = 'receiving'`)
  await w.database.asSuperuser(`update upload_part set created_at = created_at - interval '25 hours'`)
  const old = new Date(Date.now() - 25 * 3_600_000)
  for (const name of readdirSync(join(w.store, 'unfinished'))) utimesSync(join(w.store, 'unfinished', name), old, old)
  await tidy(vault().store)
  expect((await desk.head(document)).status).toBe(404)
  expect(await w.database.asSuperuser('select 1 from upload_part')).toEqual([])
  const wanted = new Set((await w.database.asSuperuser<{ key: string }>(`select storage_key as key from document_version where state = 'ready'`)).map(({ key }) => key))
  expect(filesInStore().map(({ name }) => name).filter((name) => !wanted.has(name)), 'files of nobody').toEqual([])
})
