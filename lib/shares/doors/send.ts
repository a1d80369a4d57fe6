import 'server-only'
import { callerOf, requireSameOrigin } from '@/lib/access/caller'
import { AppError } from '@/lib/access/errors'
import { perform } from '@/lib/access/perform'
import { isUuid, type Caller } from '@/lib/access/principal'
import { beginSending, completeSending, failSending } from '@/lib/shares/arrival'
import { fileRefusal, reasonInAddress, takeWhole } from '@/lib/documents/doors/taking'
import { MultipartError, readForm } from '@/lib/vault/multipart'

/** As lib/documents/doors/upload.ts (bytes). */
const maxBytes = 512 * 1024 * 1024

/** Takes one file of a guest who was asked for it, as it streams in; a browser without scripts is answered with its page. */
export async function takeFromGuest(request: Request, { params }: { params: Promise<{ share: string }> }): Promise<Response> {
  const { share } = await params
  const caller = callerOf(request, true)
  const type = request.headers.get('content-type')
  const form = type?.toLowerCase().startsWith('multipart/form-data') === true
  try {
    await requireSameOrigin(request.headers)
    if (!isUuid(share)) throw new AppError('not_found', 'no share has such an id')
    const incoming = form && type ? await inForm(request, type) : raw(request, type)
    await take(caller, share, incoming, request.signal)
    return form ? seeOther(`/send-in/${share}?done=sent`) : Response.json({ ok: true }, { status: 201, headers: { 'cache-control': 'private, no-store' } })
  } catch (thrown) {
    const error = thrown instanceof MultipartError ? new AppError(thrown.status === 413 ? 'too_large' : 'invalid', thrown.code) : thrown
    const unreadable = thrown instanceof MultipartError && (thrown.code === 'malformed' || thrown.code === 'not_multipart')
    if (form && !unreadable && isUuid(share) && error instanceof AppError && error.code !== 'forbidden') return seeOther(`/send-in/${share}?why=${reasonInAddress(error)}`)
    return fileRefusal(error)
  }
}

const seeOther = (location: string) => new Response(null, { status: 303, headers: { location, 'cache-control': 'private, no-store' } })

type Incoming = { name: string; type: string | null; size: number | null; bytes: AsyncIterable<Uint8Array> }

async function inForm(request: Request, type: string): Promise<Incoming> {
  const { file } = await readForm(request.body, type, { maxFileBytes: maxBytes })
  if (!file) throw new AppError('invalid', 'empty')
  return { name: file.name.slice(0, 255), type: file.type, size: null, bytes: file.bytes }
}

function raw(request: Request, type: string | null): Incoming {
  const length = Number(request.headers.get('content-length') ?? Number.NaN)
  if (!request.body || !Number.isInteger(length)) throw new AppError('invalid', 'a body with its length is needed')
  return { name: (new URL(request.url).searchParams.get('name') ?? '').slice(0, 255), type, size: length, bytes: request.body }
}

async function take(caller: Caller, share: string, incoming: Incoming, signal: AbortSignal): Promise<void> {
  const hat = { share }
  const { room, ...place } = await perform(beginSending, caller, hat, { fileName: incoming.name })
  try {
    // What another office sends may be the original of a diagnosis: it is kept bit for bit.
    await takeWhole({
      complete: (file) => perform(completeSending, caller, hat, file),
      fail: (document, _version, state, failure) => perform(failSending, caller, hat, { document, state, failure }),
      completion: 'sending.arrived', patients: false,
    }, place, incoming.bytes, { size: incoming.size, type: incoming.type, name: incoming.name, sha256: null }, room, signal)
  } finally {
    place.dek.fill(0)
  }
}
