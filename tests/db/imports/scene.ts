import { randomUUID } from 'node:crypto'
import { sessionCookie } from '@/lib/auth/cookies'
import { makePicturesOf } from '@/lib/jobs/pictures'
import { fileArrived, matchFiles } from '@/lib/imports/arrival'
import { mapImport, openImport } from '@/lib/imports/commands'
import { importDoor, problemsFile } from '@/lib/imports/doors/batch'
import { takeIndex } from '@/lib/imports/doors/index-file'
import { showImport } from '@/lib/imports/queries'
import { guessColumns } from '@/lib/imports/rules'
import { smallPdf } from '../../factories/small-pdf'
import type { Jar } from '../enrolment/scene'
import { office } from '../kept/files'
import { sender } from '../documents/parts'

export const header = 'file,chart_number,last_name,first_name,birth_date,category,title,date,tooth'
export const annas = (file: string, more: Partial<Record<'chart' | 'last' | 'first' | 'born' | 'kind' | 'title' | 'date' | 'tooth', string>> = {}) =>
  [file, more.chart ?? 'A-1', more.last ?? 'Stone', more.first ?? 'Anna', more.born ?? '1990-04-01', more.kind ?? 'letter', more.title ?? `Letter ${file}`, more.date ?? '3/14/2019', more.tooth ?? ''].join(',')

/** The office of the papers, with what an owner does who changes over. */
export async function imports() {
  const o = await office()
  const headersOf = (jar: Jar) => ({ cookie: `${sessionCookie().name}=${jar.get(sessionCookie().name)}`, 'sec-fetch-site': 'same-origin' })
  const owner = o.stepped.owner

  /** Sends an index as the form does; the next page's address says what became of it. */
  async function sendIndex(bytes: string | Uint8Array, { jar = owner, encoding = 'utf-8', practice = o.a.id }: { jar?: Jar; encoding?: string; practice?: string } = {}) {
    const form = new FormData()
    form.append('encoding', encoding)
    form.append('file', new Blob([bytes as string]), 'export.csv')
    const answer = await takeIndex(new Request(`http://localhost:3000/v1/n/${practice}`, { method: 'POST', body: form, headers: headersOf(jar) }), { params: Promise.resolve({ practice }) })
    const location = answer.headers.get('location') ?? ''
    return { status: answer.status, location, batch: /\/import\/([0-9a-f-]{36})$/.exec(location)?.[1] ?? '' }
  }
  const show = (batch: string, more: object = {}, jar = owner) => o.act(showImport, o.here, { batch, ...more }, jar)

  /** An index that has come and was compared, with the columns as they are guessed. */
  async function compared(rows: string[], more: object = {}) {
    const { batch } = await sendIndex([header, ...rows].join('\r\n'))
    const { columns } = await show(batch)
    await o.act(mapImport, o.here, { batch, ...guessColumns(columns), ...more } as never, owner)
    return batch
  }
  async function opened(rows: string[], more: object = {}) {
    const batch = await compared(rows, more)
    await o.act(openImport, o.here, { batch }, owner)
    return batch
  }

  /** What the page's script asks of the door. */
  async function door(batch: string, body: object | FormData, jar = owner) {
    const text = body instanceof FormData ? body : JSON.stringify(body)
    const answer = await importDoor(new Request(`http://localhost:3000/v1/n/${o.a.id}/${batch}`, {
      method: 'POST', body: text, headers: { ...headersOf(jar), ...(typeof text === 'string' ? { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) } : {}) },
    }), { params: Promise.resolve({ practice: o.a.id, batch }) })
    return { status: answer.status, location: answer.headers.get('location'), body: (answer.headers.get('content-type')?.includes('json') ? await answer.json() : {}) as { address?: string; document?: string; says?: string; error?: string; matches?: object[]; counts?: object } }
  }
  const match = async (batch: string, ...paths: string[]) => (await o.act(matchFiles, o.here, { batch, paths }, owner)).matches

  const parts = sender('u', o.a.id, owner.get(sessionCookie().name) ?? '')
  /** Announces a file of a row and sends it; `cut`: only so many bytes of it come. */
  async function bring(batch: string, line: number, path: string, { bytes = smallPdf(randomUUID()), cut }: { bytes?: Buffer; cut?: number } = {}) {
    const begun = await door(batch, { line, path, size: bytes.length, type: 'application/pdf' })
    const document = begun.body.document ?? ''
    if (begun.status !== 201) return { status: begun.status, document, says: begun.body.says }
    const { status } = await parts.patch(document, 0, bytes.subarray(0, cut ?? bytes.length))
    return { status, document, says: '' }
  }
  /** What the jobs do to what has come, with what the file then says of itself; and the page files it. */
  async function looked(document: string, found?: object) {
    await makePicturesOf(o.a.id, document)
    if (found) await o.sql('update document_version set found = $2 where document_id = $1', [document, found])
  }
  const file = (batch: string, jar = owner) => o.act(fileArrived, o.here, { batch }, jar)
  async function filedBy(batch: string, line: number, path: string) {
    const { document } = await bring(batch, line, path)
    await looked(document)
    await file(batch)
    return document
  }
  const states = async (batch: string) => Object.fromEntries((await o.sql<{ line: number; state: string; why: string }>(
    `select line, state, array_to_string(problems, ' ') || reason as why from import_row where batch_id = $1 order by line`, [batch])).map(({ line, state, why }) => [line, why ? `${state}: ${why}` : state]))
  const problems = async (batch: string, jar = owner) => {
    const answer = await problemsFile(new Request(`http://localhost:3000/v1/n/${o.a.id}/${batch}`, { headers: headersOf(jar) }), { params: Promise.resolve({ practice: o.a.id, batch }) })
    return { status: answer.status, text: await answer.text() }
  }
  return { ...o, owner, sendIndex, show, compared, opened, door, match, bring, looked, file, filedBy, states, problems, parts, headersOf }
}
export type Imports = Awaited<ReturnType<typeof imports>>
