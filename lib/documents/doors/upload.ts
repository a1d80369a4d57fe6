import 'server-only'
import { callerOf, requireSameOrigin } from '@/lib/access/caller'
import { AppError, type ErrorCode } from '@/lib/access/errors'
import { perform } from '@/lib/access/perform'
import { isUuid, type Caller } from '@/lib/access/principal'
import { refusal } from '@/lib/access/route'
import { beginArrival, beginCorrection, completeArrival, completeWhileLocked, failArrival } from '@/lib/documents/arrival'
import { arrivalWords } from '@/lib/documents/rules'
import { receive, type Declared, type IntakeReason } from '@/lib/vault/intake'
import { MultipartError, readForm } from '@/lib/vault/multipart'
import { vault } from '@/lib/vault/rings'

/** Until practices have limits of their own (bytes). */
const maxBytes = 512 * 1024 * 1024

type Correction = { document: string; why: string; note: string }
/** `correction`: this is a further version of a document that is there. */
type Incoming = { patient: string; correction: Correction | null; fileName: string; declared: Declared; bytes: AsyncIterable<Uint8Array> }

/**
 * Takes one file: as a raw body (the upload tray, which shows progress) or as a form (a browser without JavaScript). It
 * passes proxy.ts by, which would cut it at 10 MB without a word, and it is never whole in memory.
 */
export async function uploadDocument(request: Request, { params }: { params: Promise<{ practice: string }> }): Promise<Response> {
  const { practice } = await params
  // A queue of files goes on by itself: no act of the person's.
  const caller = callerOf(request, false)
  // A browser without scripts is answered with pages, whatever is wrong.
  const form = isForm(request)
  try {
    await requireSameOrigin(request.headers)
    if (!isUuid(practice)) throw new AppError('not_found', 'no practice has such an id')
    const incoming = await read(request)
    const document = await take(caller, practice, incoming, request.signal)
    const next = `/practice/${practice}/documents/${document}`
    return form ? seeOther(next) : Response.json({ document, next }, { status: 201, headers: { 'cache-control': 'private, no-store' } })
  } catch (thrown) {
    const error = thrown instanceof MultipartError ? new AppError(thrown.status === 413 ? 'too_large' : 'invalid', thrown.code) : thrown
    // No browser sends a form that cannot be read: whoever did gets a status and not a page.
    const unreadable = thrown instanceof MultipartError && (thrown.code === 'malformed' || thrown.code === 'not_multipart')
    if (form && !unreadable && isUuid(practice) && error instanceof AppError) return seeOther(`/practice/${practice}/upload-failed?why=${encodeURIComponent(error.reason)}`)
    return refusal(error)
  }
}

function seeOther(location: string) {
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'private, no-store' } })
}

/** The SHA-256 of a Content-Digest (RFC 9530), or null where none is given. @throws AppError on one that cannot be read */
function digestIn(field: string | null): Buffer | null {
  const given = field?.split(',').map((part) => part.trim()).find((part) => part.startsWith('sha-256='))
  if (given === undefined) return null
  const digest = Buffer.from(/^sha-256=:([A-Za-z0-9+/]{43}=):$/.exec(given)?.[1] ?? '', 'base64')
  if (digest.length !== 32) throw new AppError('invalid', 'a content digest that is none')
  return digest
}

const isForm = (request: Request) => request.headers.get('content-type')?.toLowerCase().startsWith('multipart/form-data') === true

async function read(request: Request): Promise<Incoming> {
  const type = request.headers.get('content-type')
  const url = new URL(request.url)
  if (type && isForm(request)) {
    const { fields, file } = await readForm(request.body, type, { maxFileBytes: maxBytes })
    if (!file) throw new AppError('invalid', 'empty')
    return {
      patient: fields.get('patient') ?? '', correction: correctionIn(fields), fileName: file.name.slice(0, 255), bytes: file.bytes,
      declared: { size: null, type: file.type, name: file.name, sha256: null },
    }
  }
  const length = Number(request.headers.get('content-length') ?? Number.NaN)
  if (!request.body || !Number.isInteger(length)) throw new AppError('invalid', 'a body with its length is needed')
  return {
    patient: url.searchParams.get('patient') ?? '', correction: correctionIn(url.searchParams), fileName: (url.searchParams.get('name') ?? '').slice(0, 255),
    bytes: request.body as unknown as AsyncIterable<Uint8Array>, declared: { size: length, type, name: url.searchParams.get('name'), sha256: digestIn(request.headers.get('content-digest')) },
  }
}

function correctionIn(fields: { get: (name: string) => string | null | undefined }): Correction | null {
  const document = fields.get('document')
  return document ? { document, why: fields.get('why') ?? '', note: fields.get('note') ?? '' } : null
}

async function take(caller: Caller, practice: string, incoming: Incoming, signal: AbortSignal): Promise<string> {
  const hat = { practice }
  const { fileName, correction } = incoming
  const { document, of, dek, storageKey } = correction
    ? await perform(beginCorrection, caller, hat, { ...correction, fileName })
    : await perform(beginArrival, caller, hat, { patient: incoming.patient, fileName })
  const { version } = of
  try {
    const { store } = vault()
    const result = await receive({ bytes: incoming.bytes, declared: incoming.declared, maxBytes, dek, of, store, storageKey, signal })
    if (!result.ok) {
      await perform(failArrival, caller, hat, { document, version, state: result.reason === 'interrupted' ? 'expired' : 'rejected', failure: result.reason })
        // The row says "receiving" until the janitor comes by; nothing rests in the store.
        .catch(() => undefined)
      throw new AppError(codeOf(result.reason), result.reason, { says: arrivalWords(result.reason) })
    }
    const file = {
      document, version, contentType: result.type, byteSize: result.size, sha256: result.sha256, commitment: result.commitment,
      width: result.width, height: result.height,
    }
    await perform(completeArrival, caller, hat, file).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'locked') throw error
      return completeWhileLocked(practice, file)
    })
    return document
  } finally {
    dek.fill(0)
  }
}

function codeOf(reason: IntakeReason): ErrorCode {
  if (reason === 'too_large') return 'too_large'
  if (reason === 'storage_full') return 'full'
  if (reason === 'storage_unavailable') return 'unavailable'
  return reason === 'interrupted' || reason === 'size_differs' || reason === 'digest_differs' ? 'invalid' : 'unsupported'
}
