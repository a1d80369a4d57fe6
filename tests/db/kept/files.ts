import { randomUUID } from 'node:crypto'
import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sessionCookie } from '@/lib/auth/cookies'
import { openDocument } from '@/lib/documents/doors/open'
import { serveDocument } from '@/lib/documents/doors/serve'
import { uploadDocument } from '@/lib/documents/doors/upload'
import { smallPdf } from '../../factories/small-pdf'
import { office as papers } from '../documents/papers'
import type { Jar } from '../enrolment/scene'

/** The office with its papers, and everything that may happen to a file of one: through the doors, as a browser does it. */
export async function office() {
  const o = await papers()
  const stepped = { owner: await o.browser(o.people.owner, { steppedUp: true }), ownerOfB: await o.browser(o.people.dentistB, { steppedUp: true }) }
  const headers = (jar: Jar) => ({ cookie: `${sessionCookie().name}=${jar.get(sessionCookie().name)}`, 'sec-fetch-site': 'same-origin' })

  /** Sends a file; with a document, as a correction of it. */
  async function send(query: Record<string, string>, bytes: Buffer = smallPdf(randomUUID()), jar = o.browsers.desk) {
    const request = new Request(`http://localhost:3000/v1/u/${o.a.id}?${new URLSearchParams({ name: 'scan.pdf', ...query })}`, {
      method: 'POST', body: new Uint8Array(bytes), headers: { ...headers(jar), 'content-type': 'application/pdf', 'content-length': String(bytes.length) },
    })
    const answer = await uploadDocument(request, { params: Promise.resolve({ practice: o.a.id }) })
    return { status: answer.status, document: ((await answer.json()) as { document?: string }).document ?? '' }
  }
  const correct = (document: string, bytes: Buffer = smallPdf(randomUUID()), more: Record<string, string> = {}) => send({ document, why: 'page two was missing', ...more }, bytes)

  /** A filed paper with a real file. */
  async function filed(patient = o.patients.anna, bytes: Buffer = smallPdf(randomUUID()), more: { category?: string; takenOn?: string } = {}) {
    const { document } = await send({ patient }, bytes)
    await o.sql(`update document set category = $2, title = $3, taken_on = $4, filed_at = now(), filed_by = $5 where id = $1`,
      [document, more.category ?? 'letter', `paper ${document}`, more.takenOn ?? '2026-03-04', o.members.desk])
    return document
  }

  /** Asks for a link as a browser that follows nothing. */
  async function link(jar: Jar, hat: string, document: string, version?: number) {
    const answer = await openDocument(new Request(`http://localhost:3000/v1/o/${hat}/${document}${version ? `?version=${version}` : ''}`, { headers: headers(jar) }),
      { params: Promise.resolve({ hat, document }) })
    return { status: answer.status, location: answer.headers.get('location') ?? '' }
  }
  /** Uses a link; gives the status and the text that came. */
  async function use(jar: Jar, location: string) {
    const { status, body } = await serveDocument(new Request(`http://localhost:3000${location}`, { headers: headers(jar) }))
    const chunks: Uint8Array[] = []
    if (body instanceof ReadableStream) for await (const chunk of body as ReadableStream<Uint8Array>) chunks.push(Uint8Array.from(chunk))
    else if (body) chunks.push(Buffer.from(body))
    return { status, bytes: Buffer.concat(chunks) }
  }
  async function opens(jar: Jar, hat: string, document: string, version?: number) {
    const { status, location } = await link(jar, hat, document, version)
    return status === 303 ? use(jar, location) : { status, bytes: Buffer.alloc(0) }
  }

  const asStaff = (document: string, version?: number) => opens(o.browsers.desk, o.members.desk, document, version)
  const asAnna = (document: string, version?: number) => opens(o.browsers.anna, o.hats.anna, document, version)

  /** The days are over, as time would do it. */
  const daysOver = (document: string) => o.sql(`update destruction set due_at = now() - interval '1 second' where document_id = $1 and cancelled_at is null`, [document])
  const versions = (document: string) => o.sql<{ version: number; state: string; key: string; shredded: boolean }>(
    `select version, state, storage_key as key, wrapped_dek is null as shredded from document_version where document_id = $1 order by version`, [document])
  const copyOfStore = async () => {
    const to = await mkdtemp(join(tmpdir(), 'enamel-copy-'))
    await cp(o.store, to, { recursive: true })
    return to
  }
  return { ...o, stepped, send, correct, filed, link, use, opens, asStaff, asAnna, daysOver, versions, copyOfStore }
}
export type Office = Awaited<ReturnType<typeof office>>
