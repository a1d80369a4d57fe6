import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import pg from 'pg'
import type { AppError } from '@/lib/access/errors'
import type { Operation } from '@/lib/access/operation'
import { perform } from '@/lib/access/perform'
import { sessionCookie } from '@/lib/auth/cookies'
import { deleteDocument, restoreDocument } from '@/lib/deletion/commands'
import { fileDocument, releaseDocument, withdrawDocument } from '@/lib/documents/commands'
import { openDocument } from '@/lib/documents/doors/open'
import { serveDocument } from '@/lib/documents/doors/serve'
import { openSheet, serveSheet } from '@/lib/documents/doors/sheet'
import { uploadDocument } from '@/lib/documents/doors/upload'
import { beginArrival } from '@/lib/documents/arrival'
import { moveUnfiled } from '@/lib/documents/to-file'
import { destroyDue } from '@/lib/jobs/destroy'
import { makePicturesOf } from '@/lib/jobs/pictures'
import { tidy } from '@/lib/platform/janitor'
import { putRight } from '@/lib/privacy/commands'
import { receive } from '@/lib/vault/intake'
import { vault } from '@/lib/vault/rings'
import { sender, stream } from '../documents/parts'
import { dice } from '../../attack/engine/absent'
import { ownPaper, paperOf, shaOf } from './papers'
import type { OperationName } from './points'

/** What the process that crashes works with. */
export type Scene = {
  superuserUrl: string; practice: string; anna: string; ben: string; annaPerson: string; annaHat: string; staff: string; reader: string; pictured: string
}
/** Said at once, past every buffer: a fact about the point, or what somebody was promised. */
export type Say = (words: Record<string, unknown>) => void
type About = { document?: string; token?: string }
type Work = { scene: Scene; seed: string; say: Say }
type Deed = { prepare: (work: Work) => Promise<About>; act: (work: Work, about: About) => Promise<object> }

/** What a person was told instead of a promise. */
export class Refused extends Error {}

const headersOf = (token: string) => ({ cookie: `${sessionCookie().name}=${token}`, 'sec-fetch-site': 'same-origin' })

async function post({ scene }: Pick<Work, 'scene'>, bytes: Buffer, query: Record<string, string>): Promise<string> {
  const request = new Request(`http://localhost:3000/v1/u/${scene.practice}?${new URLSearchParams({ name: 'scan.pdf', ...query })}`, {
    method: 'POST', body: stream(bytes, { piece: 4096 }), duplex: 'half',
    headers: { ...headersOf(scene.staff), 'content-type': 'application/pdf', 'content-length': String(bytes.length) },
  } as RequestInit)
  const answer = await uploadDocument(request, { params: Promise.resolve({ practice: scene.practice }) })
  const { document } = (await answer.json()) as { document?: string }
  if (answer.status !== 201 || !document) throw new Refused(`status ${answer.status}`)
  return document
}

/** As a person at a form does it: what asks for a second look is confirmed. */
async function command(operation: Operation<'staff', 'command', never, unknown>, { scene }: Work, input: object): Promise<void> {
  const give = (more: object) => perform(operation, { token: scene.staff, requestId: randomUUID(), act: true }, { practice: scene.practice }, { ...input, ...more })
  await give({}).catch((error: unknown) => {
    const { look } = ((error as AppError | undefined)?.shows ?? {}) as { look?: { sure: string } }
    if (!look) throw error
    return give({ sure: look.sure })
  })
}
const does = (operation: unknown, more: (scene: Scene) => object = () => ({})) =>
  async (work: Work, about: About) => (await command(operation as Operation<'staff', 'command', never, unknown>, work, { document: about.document, ...more(work.scene) }), {})

const file = does(fileDocument, () => ({ category: 'letter', title: 'crash paper', takenOn: '2026-03-04' }))
const release = does(releaseDocument)
const erase = does(deleteDocument, () => ({ why: 'scanned twice' }))

let boss: pg.Client | undefined
/** Lays something out past the product, while nothing is counted. */
async function lay(scene: Scene, text: string, values: unknown[] = []): Promise<void> {
  if (!boss) {
    const client = new pg.Client({ connectionString: scene.superuserUrl })
    client.on('error', () => (boss = undefined))
    await client.connect()
    await client.query('set session_replication_role = replica')
    boss = client
  }
  await boss.query(text, values)
}

async function uploaded(work: Work): Promise<About> {
  return { document: await post(work, paperOf(`${work.seed} first`), { patient: work.scene.anna }) }
}
/** An uploaded paper, and then these steps. */
const after = (...steps: ((work: Work, about: About) => Promise<unknown>)[]) => async (work: Work): Promise<About> => {
  const about = await uploaded(work)
  for (const step of steps) await step(work, about)
  return about
}
const nothing = async (): Promise<About> => ({})

/** In parts, broken off at some place and gone on with. */
const inParts = (operation: 'parts' | 'large-parts' | 'send'): Deed['act'] => async ({ scene, seed, say }) => {
  const bytes = ownPaper({ operation, seed })
  const desk = operation === 'send' ? sender('s', scene.annaHat, scene.reader) : sender('u', scene.practice, scene.staff)
  say({ trying: shaOf(bytes) })
  const { body: { document } } = await desk.begin({ ...(operation === 'send' ? { as: 'other', note: '' } : { patient: scene.anna }), fileName: 'parts.pdf', type: 'application/pdf', size: bytes.length })
  if (!document) throw new Refused('not begun')
  say({ begun: document, size: bytes.length })
  let from = 0
  // A large one not before some of its first part was promised while the rest of it came in.
  const least = operation === 'large-parts' ? 5_000_000 : 1
  for (const breakAt of [least + dice(`break ${seed}`)(bytes.length - least - 1), undefined]) {
    const part = bytes.subarray(from)
    const { status, offset, body } = await desk.patch(document, from, stream(part, { piece: 60_000, between: turn, ...(breakAt === undefined ? {} : { breakAt }) }))
    if (status !== 200 || offset === null) throw new Refused(`status ${status}`)
    say({ offset })
    from = offset
    if (body.next) return { document }
  }
  throw new Refused('did not arrive')
}

/** Somebody's own session for this point alone, so that what is on record is told apart. */
async function ownSession({ scene, say }: Work): Promise<string> {
  const [token, id] = [randomBytes(32).toString('base64url'), randomUUID()]
  await lay(scene, `insert into identity.session (id, token_hash, person_id, person_epoch, assurance, method, expires_at) values ($1, $2, $3, 1, 1, 'test', now() + interval '1 hour')`,
    [id, createHash('sha256').update(token).digest(), scene.annaPerson])
  say({ session: id })
  return token
}

/** Asks for a link and uses it. `said` when the first bytes are out, as their reader has them. */
async function hand(work: Work, token: string, path: string, open: (request: Request) => Promise<Response>, use: (request: Request) => Promise<{ status: number; body: unknown }>): Promise<Buffer> {
  const ask = (address: string) => new Request(`http://localhost:3000${address}`, { headers: headersOf(token) })
  const door = await open(ask(path))
  if (door.status !== 303) throw new Refused(`status ${door.status}`)
  const { status, body } = await use(ask(door.headers.get('location') ?? ''))
  if (status !== 200 || !(body instanceof ReadableStream)) throw new Refused(`status ${status}`)
  const chunks: Uint8Array[] = []
  for await (const chunk of body as ReadableStream<Uint8Array>) {
    if (chunks.length === 0) work.say({ sent: true })
    chunks.push(Uint8Array.from(chunk))
  }
  return Buffer.concat(chunks)
}

export const deeds: Record<OperationName, Deed> = {
  upload: {
    prepare: nothing,
    act: async (work) => {
      const bytes = ownPaper({ operation: 'upload', seed: work.seed })
      work.say({ trying: shaOf(bytes) })
      return { document: await post(work, bytes, { patient: work.scene.anna }) }
    },
  },
  parts: { prepare: nothing, act: inParts('parts') },
  'large-parts': { prepare: nothing, act: inParts('large-parts') },
  send: { prepare: nothing, act: inParts('send') },
  correct: {
    prepare: after(file),
    act: async (work, { document = '' }) => {
      const bytes = ownPaper({ operation: 'correct', seed: work.seed })
      work.say({ trying: shaOf(bytes) })
      return { document: await post(work, bytes, { document, why: 'page two was missing' }) }
    },
  },
  cancel: {
    prepare: async ({ scene, seed }) => {
      const bytes = ownPaper({ operation: 'cancel', seed })
      const desk = sender('u', scene.practice, scene.staff)
      const { body: { document = '' } } = await desk.begin({ patient: scene.anna, fileName: 'parts.pdf', type: 'application/pdf', size: bytes.length })
      await desk.patch(document, 0, stream(bytes, { breakAt: 90_000, piece: 60_000 }))
      return { document }
    },
    act: async ({ scene }, { document = '' }) => {
      const { status } = await sender('u', scene.practice, scene.staff).remove(document)
      if (status !== 204) throw new Refused(`status ${status}`)
      return {}
    },
  },
  pictures: { prepare: uploaded, act: async ({ scene }, { document = '' }) => (await makePicturesOf(scene.practice, document), {}) },
  file: { prepare: uploaded, act: file },
  release: { prepare: after(file), act: release },
  withdraw: { prepare: after(file, release), act: does(withdrawDocument, () => ({ why: 'too early' })) },
  move: { prepare: uploaded, act: does(moveUnfiled, ({ ben }) => ({ patient: ben })) },
  wrong: { prepare: after(file, release), act: does(putRight, ({ ben }) => ({ right: ben, why: 'scanned into the open chart' })) },
  delete: { prepare: after(file, release), act: erase },
  restore: { prepare: after(file, erase), act: does(restoreDocument) },
  destroy: {
    prepare: async (work) => {
      // What an earlier point left half destroyed is not this one's.
      await destroyDue(work.scene.practice, vault().store)
      const about = await after(file)(work)
      await post(work, paperOf(`${work.seed} second`), { document: about.document ?? '', why: 'page two was missing' })
      await erase(work, about)
      await lay(work.scene, `update destruction set due_at = now() - interval '1 second' where document_id = $1`, [about.document])
      return about
    },
    act: async ({ scene }) => (await destroyDue(scene.practice, vault().store), {}),
  },
  tidy: {
    // A file that came whole whose second commit never came, a day ago.
    prepare: async (work) => {
      await tidy(vault().store)
      const { scene, seed } = work
      const bytes = paperOf(`${seed} first`)
      const { document, of, dek, storageKey } = await perform(beginArrival, { token: scene.staff, requestId: randomUUID(), act: true }, { practice: scene.practice },
        { patient: scene.anna, fileName: 'scan.pdf', size: bytes.length })
      await receive({
        bytes: stream(bytes), declared: { size: bytes.length, type: 'application/pdf', name: null, sha256: null }, maxBytes: bytes.length,
        dek, of, store: vault().store, storageKey,
      })
      await lay(scene, `update document_version set created_at = now() - interval '25 hours' where document_id = $1`, [document])
      return { document }
    },
    act: async () => (await tidy(vault().store), {}),
  },
  serve: {
    prepare: async (work) => ({ ...await after(file, release)(work), token: await ownSession(work) }),
    act: async (work, { document = '', token = '' }) => {
      const hat = work.scene.annaHat
      const bytes = await hand(work, token, `/v1/o/${hat}/${document}`, (request) => openDocument(request, { params: Promise.resolve({ hat, document }) }), serveDocument)
      if (shaOf(bytes) !== shaOf(paperOf(`${work.seed} first`))) work.say({ wrong: 'other bytes were served than came in' })
      return {}
    },
  },
  sheet: {
    prepare: async (work) => ({ token: await ownSession(work) }),
    act: async (work, { token = '' }) => {
      const hat = work.scene.annaHat
      await hand(work, token, `/v1/o/${hat}/sheet?d=${work.scene.pictured}`, (request) => openSheet(request, { params: Promise.resolve({ hat }) }), serveSheet)
      return {}
    },
  },
}
