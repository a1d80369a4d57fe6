import 'server-only'
import { requireSameOrigin } from '@/lib/access/caller'
import { AppError } from '@/lib/access/errors'
import { isUuid } from '@/lib/access/principal'
import { fileRefusal, goOn, type Way } from '@/lib/documents/doors/taking'

/*
 * Uploads that go on where they broke off, in the shape of tus 1.0: HEAD tells the offset, PATCH appends from it, DELETE gives
 * up. The offset is what rests durably, sealed; docs/decisions/0011 says why a crash costs at most the last few megabytes.
 */

const version = { 'tus-resumable': '1.0.0', 'cache-control': 'private, no-store' }
const whole = /^(0|[1-9]\d{0,14})$/

type Find<W = Omit<Way, 'state'>> = (request: Request) => Promise<{ way: W; document: string }>
/** Whoever is not known by a cookie cannot be made to write by another site's page, and says nothing of where it comes from. */
type Sender = { byCookie?: boolean }

/** HEAD: how far it is. "Not there" and "not yours" are one answer. */
export async function headOf(find: Find<Way>, request: Request): Promise<Response> {
  try {
    const { way, document } = await find(request)
    const { size, received } = await way.state(requireId(document))
    return new Response(null, { status: 200, headers: { ...version, 'upload-offset': String(received), 'upload-length': String(size) } })
  } catch (error) {
    const { status, headers } = answerTo(error)
    return new Response(null, { status, headers })
  }
}

/** PATCH: the bytes from the offset on; a request without any finishes a file of which nothing is missing. */
export async function patchOf(find: Find, request: Request, { byCookie = true }: Sender = {}): Promise<Response> {
  try {
    if (byCookie) await requireSameOrigin(request.headers)
    const { way, document } = await find(request)
    requireId(document)
    if (request.headers.get('content-type') !== 'application/offset+octet-stream') throw new AppError('unsupported', 'no part of an upload')
    const given = request.headers.get('upload-offset') ?? ''
    if (!whole.test(given)) throw new AppError('invalid', 'no offset')
    const { offset, arrived } = await goOn(way, document, Number(given), request)
    return Response.json({ document, offset, ...(arrived ? { next: way.next(document) } : {}) }, { headers: { ...version, 'upload-offset': String(offset) } })
  } catch (error) {
    return answerTo(error)
  }
}

/** DELETE: whoever began it gives it up, and nothing is kept. */
export async function deleteOf(find: Find, request: Request, { byCookie = true }: Sender = {}): Promise<Response> {
  try {
    if (byCookie) await requireSameOrigin(request.headers)
    const { way, document } = await find(request)
    await way.cancel(requireId(document))
    return new Response(null, { status: 204, headers: version })
  } catch (error) {
    return answerTo(error)
  }
}

function requireId(document: string): string {
  if (!isUuid(document)) throw new AppError('not_found', 'no upload has such an id')
  return document
}

/** A refusal; one for its offset says from which it would go on. */
function answerTo(error: unknown): Response {
  const answer = fileRefusal(error)
  answer.headers.set('tus-resumable', '1.0.0')
  const { offset } = ((error as AppError | undefined)?.shows ?? {}) as { offset?: number }
  if (offset !== undefined) answer.headers.set('upload-offset', String(offset))
  return answer
}
