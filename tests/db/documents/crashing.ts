import { createHash, randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { perform } from '@/lib/access/perform'
import { sessionCookie } from '@/lib/auth/cookies'
import { uploadDocument } from '@/lib/documents/doors/upload'
import { serveDocument } from '@/lib/documents/doors/serve'
import { linkForPatient } from '@/lib/documents/links'
import { smallPdf } from '../../factories/small-pdf'
import { sender, stream } from './parts'

// A server process as crash.test.ts kills it: it takes files in and hands a document out, over and over, and says on its
// output (written at once, never buffered) what it has promised to whom.

const [practice = '', patient = '', staff = '', hat = '', document = '', reader = ''] = process.argv.slice(2)
const say = (line: string): void => void writeSync(1, `${line}\n`)
const cookie = (token: string) => ({ cookie: `${sessionCookie().name}=${token}`, 'sec-fetch-site': 'same-origin' })

async function takeIn(): Promise<void> {
  const bytes = smallPdf(`crash ${randomUUID()}`)
  let at = 0
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (at >= bytes.length) return controller.close()
      await sleep(1)
      controller.enqueue(new Uint8Array(bytes.subarray(at, (at += 200))))
    },
  })
  const request = new Request(`http://localhost:3000/v1/u/${practice}?patient=${patient}&name=scan.pdf`, {
    method: 'POST', body, duplex: 'half', headers: { ...cookie(staff), 'content-type': 'application/pdf', 'content-length': String(bytes.length) },
  } as RequestInit)
  const answer = await uploadDocument(request, { params: Promise.resolve({ practice }) })
  const { document: made } = (await answer.json()) as { document?: string }
  say(answer.status === 201 ? `kept ${made} ${createHash('sha256').update(bytes).digest('hex')}` : `refused ${answer.status}`)
}

/** The same in parts: announced, broken off at some place, and gone on with to the end. */
async function takeInParts(): Promise<void> {
  const bytes = smallPdf(`crash in parts ${randomUUID()} ${'x'.repeat(70_000)}`)
  const desk = sender('u', practice, staff)
  const begun = await desk.begin({ patient, fileName: 'parts.pdf', type: 'application/pdf', size: bytes.length })
  const made = begun.body.document ?? ''
  const stop = 1 + Math.floor(Math.random() * (bytes.length - 2))
  const first = await desk.patch(made, 0, stream(bytes, { breakAt: stop, piece: 9_000, between: () => sleep(1) }))
  const rest = await desk.patch(made, first.offset ?? 0, stream(bytes.subarray(first.offset ?? 0), { piece: 9_000 }))
  say(rest.body.next ? `kept ${made} ${createHash('sha256').update(bytes).digest('hex')}` : `refused ${first.status} ${rest.status}`)
}

async function handOut(): Promise<void> {
  const { address } = await perform(linkForPatient, { token: reader, requestId: randomUUID(), act: true }, { portal: hat }, { document })
  const { status, body } = await serveDocument(new Request(`http://localhost:3000${address}`, { headers: cookie(reader) }))
  if (status !== 200 || !(body instanceof ReadableStream)) return say(`refused ${status}`)
  const stream = body.getReader()
  for (let first = true; ; first = false) {
    const { value } = await stream.read()
    if (!value) return
    if (first) say('sent')
  }
}

say('begun')
const forever = async (work: () => Promise<void>) => {
  for (;;) await work()
}
await Promise.all([forever(takeIn), forever(takeInParts), forever(handOut)])
