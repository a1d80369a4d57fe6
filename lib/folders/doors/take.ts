import 'server-only'
import { callerOf } from '@/lib/access/caller'
import { AppError } from '@/lib/access/errors'
import { perform } from '@/lib/access/perform'
import { isUuid, type Caller } from '@/lib/access/principal'
import { deleteOf, patchOf } from '@/lib/documents/doors/resumable'
import { fileRefusal, type Way } from '@/lib/documents/doors/taking'
import { announcedIn, begun, isJson } from '@/lib/documents/doors/upload'
import { arrivalWords } from '@/lib/documents/rules'
import { beginFromFolder, cancelFromFolder, completeFromFolder, failFromFolder, folderUploadState, takeFolderTurn } from '@/lib/folders/arrival'

/*
 * The doors of a folder program (public/enamel-folder.mjs): announce, send in parts, ask, give up. It is known by its header and
 * by no cookie, so no page of another site can speak for it.
 */

type Params<P> = { params: Promise<P> }
type Upload = Params<{ folder: string; document: string }>
const guarded = { 'cache-control': 'private, no-store' }

function wayOf(caller: Caller, folder: string): Omit<Way, 'state'> {
  const hat = { folder }
  return {
    turn: (document, offset) => perform(takeFolderTurn, caller, hat, { document, offset }),
    complete: (file) => perform(completeFromFolder, caller, hat, file),
    fail: (document, version, state, failure) => perform(failFromFolder, caller, hat, { document, version, state, failure }),
    cancel: (document) => perform(cancelFromFolder, caller, hat, { document }),
    // What a scanner or sensor writes may be the original of a diagnosis: it is kept bit for bit.
    completion: 'folder.arrived', patients: false,
    next: (document) => `/v1/f/${folder}/${document}`,
  }
}

/** POST: a program announces a file, with its size, its digest and how long ago it was written. */
export async function announceFromFolder(request: Request, { params }: Params<{ folder: string }>): Promise<Response> {
  try {
    const { folder } = await params
    requireIds(folder)
    if (!isJson(request)) throw new AppError('unsupported', 'no announcement')
    const { document, dek } = await perform(beginFromFolder, callerOf(request, true), { folder }, await announcedIn(request))
    dek.fill(0)
    return begun(`/v1/f/${folder}/${document}`, document)
  } catch (error) {
    return fileRefusal(error)
  }
}

/** GET: how an upload stands; what was refused, with the reason in words. */
export async function folderUpload(request: Request, { params }: Upload): Promise<Response> {
  try {
    const { folder, document } = await params
    requireIds(folder, document)
    const { sha256, failure, ...upload } = await perform(folderUploadState, callerOf(request, true), { folder }, { document })
    return Response.json({
      ...upload, sha256: sha256?.toString('hex') ?? null, ...(upload.state === 'refused' ? { why: failure, says: arrivalWords(failure) } : {}),
    }, { headers: guarded })
  } catch (error) {
    return fileRefusal(error)
  }
}

const byHeader = { byCookie: false }
/** PATCH: the bytes from an offset on. DELETE: the file has changed, and its upload is given up. */
export const folderPart = (request: Request, context: Upload) => patchOf(find(context), request, byHeader)
export const folderCancelled = (request: Request, context: Upload) => deleteOf(find(context), request, byHeader)

const find = ({ params }: Upload) => async (request: Request) => {
  const { folder, document } = await params
  requireIds(folder)
  return { way: wayOf(callerOf(request, true), folder), document }
}

function requireIds(...ids: string[]): void {
  if (!ids.every(isUuid)) throw new AppError('not_found', 'no such id')
}
