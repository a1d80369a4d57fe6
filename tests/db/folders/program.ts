import { announceFromFolder, folderCancelled, folderPart, folderUpload } from '@/lib/folders/doors/take'
import { shaOf } from '../documents/parts'

export { shaOf }

type Body = { document?: string; offset?: number; state?: string; sha256?: string | null; says?: string; why?: string; error?: string; size?: number }

/** Somebody who speaks to the doors of folder programs, with a credential or what they have instead. */
export function programOf({ folder, token }: { folder: string; token: string }) {
  const read = async (answer: Response) => ({ status: answer.status, body: (answer.status === 204 ? {} : await answer.json()) as Body })
  const request = (path: string, init: RequestInit & { headers?: Record<string, string> }) =>
    new Request(`http://localhost:3000/v1/f/${folder}${path}`, { ...init, headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...init.headers } })
  const at = (document: string) => ({ params: Promise.resolve({ folder, document }) })
  const program = {
    begin: async (bytes: Buffer, more: object = {}) => {
      const body = JSON.stringify({ fileName: 'scan 0001.pdf', size: bytes.length, digest: `sha-256=:${Buffer.from(shaOf(bytes), 'hex').toString('base64')}:`, age: 0, ...more })
      return read(await announceFromFolder(request('', { method: 'POST', body, headers: { 'content-type': 'application/json', 'content-length': String(body.length) } }), at('')))
    },
    patch: async (document: string, offset: number, bytes: Uint8Array<ArrayBuffer>) => read(await folderPart(
      request(`/${document}`, { method: 'PATCH', body: bytes, headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) } }), at(document))),
    state: async (document: string) => read(await folderUpload(request(`/${document}`, {}), at(document))),
    remove: async (document: string) => read(await folderCancelled(request(`/${document}`, { method: 'DELETE' }), at(document))),
    /** From beginning to end. */
    bring: async (bytes: Buffer<ArrayBuffer>, more: object = {}) => {
      const begun = await program.begin(bytes, more)
      const document = begun.body.document ?? ''
      return { document, answer: document ? await program.patch(document, 0, bytes) : begun }
    },
  }
  return program
}
