import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arrivalWords } from '@/lib/documents/rules'
import { localDisk, prepareLocalDisk } from '@/lib/platform/storage/local-disk'
import { newStorageKey, type ObjectStore } from '@/lib/platform/storage/store'
import { receive } from '@/lib/vault/intake'
import { storedSize } from '@/lib/vault/vlt1'
import { files, limit, type CorpusFile } from './files'

// Every file of docs/files.md goes through the intake itself, into a store on a disk, in pieces as a network brings them.

type Row = { file: string; answer: string; says: string }
const root = await mkdtemp(join(tmpdir(), 'enamel-corpus-'))
let store: ObjectStore
beforeAll(async () => {
  await prepareLocalDisk(root)
  store = localDisk(root)
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** The rows of the page's tables: file, what it is, answer, what is said. */
const page = await readFile(new URL('../../docs/files.md', import.meta.url), 'utf8')
const rows: Row[] = page.split('\n').filter((line) => line.startsWith('| `')).map((line) => {
  const [, file = '', , answer = '', says = ''] = line.split('|').map((cell) => cell.trim())
  return { file: file.replaceAll('`', ''), answer, says }
})

async function* pieces({ bytes }: CorpusFile): AsyncGenerator<Uint8Array> {
  const made = await bytes()
  if (!Buffer.isBuffer(made)) return yield* made
  for (let at = 0; at < made.length; at += 5000) yield made.subarray(at, at + 5000)
}

const left = async (): Promise<string[]> =>
  (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && entry.name !== 'vault-store').map(({ name }) => name)

describe('the table of files', () => {
  test('has a row for every file, and a file for every row', () => {
    expect(rows.map(({ file }) => file).toSorted()).toEqual(Object.keys(files).toSorted())
    expect(new Set(rows.map(({ file }) => file)).size).toBe(rows.length)
    expect(rows.length).toBeGreaterThanOrEqual(60)
  })

  test.for(rows)('$file: $answer', { timeout: 180_000 }, async ({ file, answer, says }) => {
    const given = files[file]
    if (!given) throw new Error(`there is no file ${file}`)
    const name = file.replace(/\\u([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    const result = await receive({
      bytes: pieces(given), declared: { size: null, type: given.type ?? null, name, sha256: null }, maxBytes: limit, dek: randomBytes(32),
      of: { practice: '0192f0c1-7b1a-4c3e-8a55-0a1b2c3d4e5f', document: '0192f0c1-8000-4000-8000-000000000001', version: 1, variant: 'orig' },
      store, storageKey: newStorageKey(), strip: given.strip ?? false,
    })
    expect({ answer: result.ok ? `taken as ${result.type}` : result.reason, says: result.ok ? '' : arrivalWords(result.reason) }).toEqual({ answer, says })
    // What is taken rests whole; what is refused leaves nothing.
    if (result.ok) {
      expect((await store.stat(result.storageKey))?.size).toBe(storedSize(result.size))
      await store.remove(result.storageKey)
    }
    expect(await left()).toEqual([])
  })
})
