import 'server-only'
import { callerOf, requireSameOrigin } from '@/lib/access/caller'
import { AppError } from '@/lib/access/errors'
import { perform } from '@/lib/access/perform'
import { isUuid, type Caller } from '@/lib/access/principal'
import { deleteOf, headOf, patchOf } from '@/lib/documents/doors/resumable'
import { fileRefusal, reasonInAddress, takeWhole, type Way } from '@/lib/documents/doors/taking'
import { announcedIn, begun, isAboutFile, isForm, isJson, isNone, seeOther } from '@/lib/documents/doors/upload'
import { beginSending, cancelSending, completeSending, failSending, takeSendingTurn, whereSendingIs } from '@/lib/portal/send'
import { MultipartError, readForm, type Form, type FormFile } from '@/lib/vault/multipart'
import { picturesAsPdf } from '@/lib/vault/picture-pdf'

const most = 128 * 1024 * 1024
const filesAtOnce = 20

type Params<P> = { params: Promise<P> }

function wayOf(caller: Caller, portal: string): Way {
  const hat = { portal }
  return {
    turn: (document, offset) => perform(takeSendingTurn, caller, hat, { document, offset }),
    state: (document) => perform(whereSendingIs, caller, hat, { document }),
    complete: (file) => perform(completeSending, caller, hat, file),
    fail: (document, version, state, failure) => perform(failSending, caller, hat, { document, version, state, failure }),
    cancel: (document) => perform(cancelSending, caller, hat, { document }),
    completion: 'portal.send.complete', patients: true,
    next: () => `/portal/${portal}/documents`,
  }
}

/**
 * What a patient sends: as a form (any number of files, or a card's two pictures as one document), or as the announcement of
 * something that comes in parts. Past proxy.ts, streamed, like what the office takes in.
 */
export async function sendDocument(request: Request, { params }: Params<{ hat: string }>): Promise<Response> {
  const { hat } = await params
  const caller = callerOf(request, false)
  const form = isForm(request)
  try {
    await requireSameOrigin(request.headers)
    if (!isUuid(hat)) throw new AppError('not_found', 'no hat has such an id')
    if (form) return await takeForm(request, caller, hat)
    if (!isJson(request)) throw new AppError('unsupported', 'neither a form nor an announcement')
    const announced = await announcedIn(request)
    if (typeof announced['size'] !== 'number') throw new AppError('invalid', 'a size is needed')
    const { document, dek } = await perform(beginSending, caller, { portal: hat }, announced)
    dek.fill(0)
    return begun(`/v1/s/${hat}/${document}`, document)
  } catch (thrown) {
    const error = thrown instanceof MultipartError ? new AppError(thrown.status === 413 ? 'too_large' : 'invalid', thrown.code) : thrown
    const unreadable = thrown instanceof MultipartError && (thrown.code === 'malformed' || thrown.code === 'not_multipart')
    if (form && !unreadable && isUuid(hat) && error instanceof AppError)
      return seeOther(error.status === 401 ? `/sign-in?next=${encodeURIComponent(`/portal/${hat}/send`)}` : `/portal/${hat}/send?why=${reasonInAddress(error)}`)
    return fileRefusal(error)
  }
}

export const sendingOffset = (request: Request, context: Params<{ hat: string; document: string }>) => headOf(find(context), request)
export const sendingPart = (request: Request, context: Params<{ hat: string; document: string }>) => patchOf(find(context), request)
export const sendingCancelled = (request: Request, context: Params<{ hat: string; document: string }>) => deleteOf(find(context), request)

const find = ({ params }: Params<{ hat: string; document: string }>) => async (request: Request) => {
  const { hat, document } = await params
  if (!isUuid(hat)) throw new AppError('not_found', 'no hat has such an id')
  return { way: wayOf(callerOf(request, false), hat), document }
}

async function takeForm(request: Request, caller: Caller, hat: string): Promise<Response> {
  const form = await readForm(request.body, request.headers.get('content-type'), { maxFileBytes: most, maxFiles: filesAtOnce })
  try {
    if (!form.file) throw new AppError('invalid', 'empty')
    const about = { as: form.fields.get('as'), note: form.fields.get('note') ?? '' }
    const take = async (file: FormFile, bytes: AsyncIterable<Uint8Array>, type: string | null) => {
      const { room, ...place } = await perform(beginSending, caller, { portal: hat }, { ...about, fileName: file.name.slice(0, 255), type })
      try {
        await takeWhole(wayOf(caller, hat), place, bytes, { size: null, type, name: type === null ? null : file.name, sha256: null }, room, request.signal)
      } finally {
        place.dek.fill(0)
      }
    }
    if (about.as === 'insurance_card') {
      await take(form.file, picturesAsPdf(chosen(form)), null)
      return seeOther(`/portal/${hat}/documents?sent=1`)
    }
    let taken = 0
    let refusedFor: string | undefined
    for (let file: FormFile | null = form.file; file; file = await form.next()) {
      if (await isNone(file)) continue
      try {
        await take(file, file.bytes, file.type)
        taken++
      } catch (error) {
        if (!(error instanceof AppError) || !isAboutFile(error)) throw error
        refusedFor = error.reason
      }
    }
    if (taken === 0) refusedFor ??= 'empty'
    if (refusedFor !== undefined) return seeOther(`/portal/${hat}/send?${new URLSearchParams({ why: refusedFor, ...(taken > 0 ? { sent: String(taken) } : {}) })}`)
    return seeOther(`/portal/${hat}/documents?sent=${taken}`)
  } finally {
    form.discard()
  }
}

/** A card's pictures in their order; a back that nobody took is a part of the form without a name or a byte. */
async function* chosen(form: Form): AsyncGenerator<AsyncIterable<Uint8Array>> {
  for (let file = form.file; file; file = await form.next()) if (!(await isNone(file))) yield file.bytes
}
