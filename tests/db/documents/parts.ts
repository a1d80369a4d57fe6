import { createHash, randomBytes } from 'node:crypto'
import { sessionCookie } from '@/lib/auth/cookies'
import { uploadCancelled, uploadDocument, uploadOffset, uploadPart } from '@/lib/documents/doors/upload'
import { sendDocument, sendingCancelled, sendingOffset, sendingPart } from '@/lib/portal/doors/send'
import { smallPdf } from '../../factories/small-pdf'

/** A valid PDF of about so many bytes: a comment of noise stands in front of its body. */
export function pdfOf(bytes: number, text = 'large'): Buffer {
  const small = smallPdf(text).toString('latin1')
  const noise = randomBytes(Math.max(0, Math.ceil(bytes / 2))).toString('hex').replace(/(.{1000})/g, '$1\n%')
  // The offsets in the table are then wrong, which readers mend and the intake does not look at.
  return Buffer.from(small.replace('%PDF-1.4\n', `%PDF-1.4\n%${noise}\n`), 'latin1')
}

export const shaOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

type Answer = { status: number; offset: number | null; body: { document?: string; address?: string; offset?: number; next?: string; says?: string; error?: string } }
const read = async (answer: Response): Promise<Answer> => ({
  status: answer.status, offset: answer.headers.get('upload-offset') === null ? null : Number(answer.headers.get('upload-offset')),
  body: answer.body && answer.headers.get('content-type')?.includes('json') ? await answer.json() as Answer['body'] : {},
})

const sides = {
  u: { param: 'practice', begin: uploadDocument, head: uploadOffset, patch: uploadPart, remove: uploadCancelled },
  s: { param: 'hat', begin: sendDocument, head: sendingOffset, patch: sendingPart, remove: sendingCancelled },
} as const

/** A browser that sends a file in parts: staff of a practice (`u`) or a portal's hat (`s`). */
export function sender(side: keyof typeof sides, where: string, token: string) {
  const doors = sides[side]
  const headers = { cookie: `${sessionCookie().name}=${token}`, 'sec-fetch-site': 'same-origin' }
  const at = (document: string) => ({ params: Promise.resolve({ [doors.param]: where, document }) as never })
  const request = (path: string, init: RequestInit) => new Request(`http://localhost:3000/v1/${side}/${where}${path}`, { ...init, headers: { ...headers, ...(init.headers as Record<string, string>) } })
  return {
    begin: async (announced: object) => read(await doors.begin(
      request('', { method: 'POST', body: JSON.stringify(announced), headers: { 'content-type': 'application/json', 'content-length': String(JSON.stringify(announced).length) } }), at(''))),
    form: async (form: FormData) => doors.begin(request('', { method: 'POST', body: form }), at('')),
    head: async (document: string) => read(await doors.head(request(`/${document}`, { method: 'HEAD' }), at(document))),
    patch: async (document: string, offset: number, body: ReadableStream<Uint8Array> | Uint8Array | null, signal?: AbortSignal) => read(await doors.patch(
      request(`/${document}`, {
        method: 'PATCH', headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
        ...(body ? { body, duplex: 'half' } : {}), ...(signal ? { signal } : {}),
      } as RequestInit), at(document))),
    remove: async (document: string) => read(await doors.remove(request(`/${document}`, { method: 'DELETE' }), at(document))),
  }
}

/** Bytes in pieces; `breakAt` breaks the connection after so many of them. */
export function stream(bytes: Uint8Array, { breakAt = Number.POSITIVE_INFINITY, piece = 65_536, between = async (): Promise<unknown> => undefined } = {}): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      await between()
      if (at >= breakAt) return controller.error(new Error('the connection broke'))
      if (at >= bytes.length) return controller.close()
      controller.enqueue(new Uint8Array(bytes.subarray(at, Math.min(at + piece, breakAt))))
      at = Math.min(at + piece, breakAt)
    },
  }, { highWaterMark: 0 })
}
