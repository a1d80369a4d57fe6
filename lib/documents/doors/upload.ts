import 'server-only'
import { callerOf, requireSameOrigin } from '@/lib/access/caller'
import { AppError } from '@/lib/access/errors'
import { perform } from '@/lib/access/perform'
import { isUuid, type Caller } from '@/lib/access/principal'
import { smallJson } from '@/lib/access/route'
import { beginArrival, beginCorrection, cancelUpload, completeArrival, failArrival, takeUploadTurn, whereUploadIs } from '@/lib/documents/arrival'
import { deleteOf, headOf, patchOf } from '@/lib/documents/doors/resumable'
import { fileRefusal, reasonInAddress, takeWhole, type Way } from '@/lib/documents/doors/taking'
import { arrivalWords } from '@/lib/documents/rules'
import { clearParts } from '@/lib/platform/parts'
import type { Declared } from '@/lib/vault/intake'
import { MultipartError, readForm, type FormFile } from '@/lib/vault/multipart'
import { vault } from '@/lib/vault/rings'

/** What the practice's own limit can be at most; it is asked for before the first byte is taken. */
const most = 512 * 1024 * 1024
/** Files in one form of a browser without scripts. */
const filesAtOnce = 50

type Params<P> = { params: Promise<P> }
type Correction = { document: string; why: string; note: string }
/** `correction`: this is a further version of a document that is there. */
type Incoming = { patient: string | null; correction: Correction | null; fileName: string; declared: Declared; bytes: AsyncIterable<Uint8Array> }

export function wayOf(caller: Caller, practice: string): Way {
  const hat = { practice }
  return {
    turn: (document, offset) => perform(takeUploadTurn, caller, hat, { document, offset }),
    state: (document) => perform(whereUploadIs, caller, hat, { document }),
    complete: (file) => perform(completeArrival, caller, hat, file),
    fail: (document, version, state, failure) => perform(failArrival, caller, hat, { document, version, state, failure }),
    cancel: async (document) => {
      await perform(cancelUpload, caller, hat, { document })
      await clearParts(practice, document, vault().store)
    },
    completion: 'documents.arrived', patients: false,
    next: (document) => `/practice/${practice}/documents/${document}`,
  }
}

/**
 * Takes files: as a form (a browser without JavaScript, any number), as a raw body, or as the announcement of one that comes in
 * parts (the upload tray). It passes proxy.ts by, which would cut it at 10 MB without a word, and nothing is ever whole in
 * memory.
 */
export async function uploadDocument(request: Request, { params }: Params<{ practice: string }>): Promise<Response> {
  const { practice } = await params
  // A queue of files goes on by itself: no act of the person's.
  const caller = callerOf(request, false)
  // A browser without scripts is answered with pages, whatever is wrong.
  const form = isForm(request)
  try {
    await requireSameOrigin(request.headers)
    if (!isUuid(practice)) throw new AppError('not_found', 'no practice has such an id')
    if (form) return await takeForm(request, caller, practice)
    if (isJson(request)) return await beginParts(request, caller, practice)
    const document = await take(caller, practice, raw(request), request.signal)
    return Response.json({ document, next: `/practice/${practice}/documents/${document}` }, { status: 201, headers: { 'cache-control': 'private, no-store' } })
  } catch (thrown) {
    const error = thrown instanceof MultipartError ? new AppError(thrown.status === 413 ? 'too_large' : 'invalid', thrown.code) : thrown
    // No browser sends a form that cannot be read: whoever did gets a status and not a page.
    const unreadable = thrown instanceof MultipartError && (thrown.code === 'malformed' || thrown.code === 'not_multipart')
    if (form && !unreadable && isUuid(practice) && error instanceof AppError) return seeOther(`/practice/${practice}/upload-failed?why=${reasonInAddress(error)}`)
    return fileRefusal(error)
  }
}

/** How far an upload in parts is; PATCH goes on with it, DELETE gives it up. */
export const uploadOffset = (request: Request, context: Params<{ practice: string; document: string }>) => headOf(find(context), request)
export const uploadPart = (request: Request, context: Params<{ practice: string; document: string }>) => patchOf(find(context), request)
export const uploadCancelled = (request: Request, context: Params<{ practice: string; document: string }>) => deleteOf(find(context), request)

const find = ({ params }: Params<{ practice: string; document: string }>) => async (request: Request) => {
  const { practice, document } = await params
  if (!isUuid(practice)) throw new AppError('not_found', 'no practice has such an id')
  return { way: wayOf(callerOf(request, false), practice), document }
}

export function seeOther(location: string) {
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

export const isForm = (request: Request) => request.headers.get('content-type')?.toLowerCase().startsWith('multipart/form-data') === true
export const isJson = (request: Request) => request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() === 'application/json'

async function takeForm(request: Request, caller: Caller, practice: string): Promise<Response> {
  const form = await readForm(request.body, request.headers.get('content-type'), { maxFileBytes: most, maxFiles: filesAtOnce })
  try {
    if (!form.file) throw new AppError('invalid', 'empty')
    const about = { patient: form.fields.get('patient') || null, correction: correctionIn(form.fields) }
    const taken: string[] = []
    const refusals: string[] = []
    for (let file: typeof form.file | null = form.file; file; file = await form.next()) {
      if (await isNone(file)) continue
      const incoming = { ...about, fileName: file.name.slice(0, 255), bytes: file.bytes, declared: { size: null, type: file.type, name: file.name, sha256: null } }
      try {
        taken.push(await take(caller, practice, incoming, request.signal))
        // A correction is one file.
        if (about.correction) break
      } catch (error) {
        // A file that is refused does not take the others with it; a person who may not send at all sends none of them.
        if (!(error instanceof AppError) || !isAboutFile(error)) throw error
        refusals.push(error.reason)
      }
    }
    const [only] = taken
    if (taken.length === 0) return seeOther(`/practice/${practice}/upload-failed?why=${encodeURIComponent(refusals[0] ?? 'empty')}`)
    if (only && taken.length === 1 && refusals.length === 0) return seeOther(`/practice/${practice}/documents/${only}`)
    const query = new URLSearchParams([['taken', String(taken.length)], ...refusals.map((reason) => ['why', reason])])
    return seeOther(`/practice/${practice}/to-file?${query}`)
  } finally {
    form.discard()
  }
}

/** A file input in which nothing was chosen comes as a part without a name or a byte. */
export async function isNone(file: FormFile): Promise<boolean> {
  if (file.name !== '') return false
  for await (const _ of file.bytes);
  return true
}

export const isAboutFile = ({ code }: AppError) => code === 'unsupported' || code === 'too_large' || code === 'invalid'

function correctionIn(fields: { get: (name: string) => string | null | undefined }): Correction | null {
  const document = fields.get('document')
  return document ? { document, why: fields.get('why') ?? '', note: fields.get('note') ?? '' } : null
}

function raw(request: Request): Incoming {
  const url = new URL(request.url)
  const length = Number(request.headers.get('content-length') ?? Number.NaN)
  if (!request.body || !Number.isInteger(length)) throw new AppError('invalid', 'a body with its length is needed')
  return {
    patient: url.searchParams.get('patient') ?? '', correction: correctionIn(url.searchParams), fileName: (url.searchParams.get('name') ?? '').slice(0, 255),
    bytes: request.body,
    declared: { size: length, type: request.headers.get('content-type'), name: url.searchParams.get('name'), sha256: digestIn(request.headers.get('content-digest')) },
  }
}

async function take(caller: Caller, practice: string, { patient, correction, fileName, declared, bytes }: Incoming, signal: AbortSignal): Promise<string> {
  const hat = { practice }
  // An empty body is refused by what it is, not for its announcement.
  const size = declared.size === 0 ? null : declared.size
  const { room, ...place } = correction
    ? await perform(beginCorrection, caller, hat, { ...correction, fileName })
    : await perform(beginArrival, caller, hat, { patient, fileName, ...declared, size })
  try {
    await takeWhole(wayOf(caller, practice), place, bytes, declared, room, signal)
    return place.document
  } finally {
    place.dek.fill(0)
  }
}

/** The tus header beside the announcement of a file that comes in parts. */
export const begun = (address: string, document: string) => Response.json({ document, address, offset: 0 }, {
  status: 201, headers: { location: address, 'upload-offset': '0', 'tus-resumable': '1.0.0', 'cache-control': 'private, no-store' },
})

/** What is announced in a body of JSON, for a file's name belongs in no address. */
export async function announcedIn(request: Request): Promise<Record<string, unknown>> {
  return announcedBy(await smallJson(request, 8_192))
}

/** The same of a body that has been read. */
export function announcedBy(body: unknown): Record<string, unknown> {
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const { digest, ...rest } = given
  if (given['size'] === 0) throw new AppError('invalid', 'empty', { says: arrivalWords('empty') })
  return { ...rest, sha256: digestIn(typeof digest === 'string' ? digest : null) }
}

async function beginParts(request: Request, caller: Caller, practice: string): Promise<Response> {
  const announced = await announcedIn(request)
  if (typeof announced['size'] !== 'number') throw new AppError('invalid', 'a size is needed')
  const { document, dek } = await perform(beginArrival, caller, { practice }, announced)
  dek.fill(0)
  return begun(`/v1/u/${practice}/${document}`, document)
}
