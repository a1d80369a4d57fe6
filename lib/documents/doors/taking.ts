import 'server-only'
import { AppError, type ErrorCode } from '@/lib/access/errors'
import type { TurnTaken, Room } from '@/lib/documents/incoming'
import { refusal } from '@/lib/access/route'
import { completeWhileLocked } from '@/lib/documents/arrival'
import { arrivalWords, limitWords } from '@/lib/documents/rules'
import { arrivalSentences } from '@/lib/documents/words'
import { acknowledgePart, clearParts } from '@/lib/platform/parts'
import { StorageError } from '@/lib/platform/storage/store'
import type { ArrivedFile } from '@/lib/platform/arrival'
import { receive, type Declared, type Intake } from '@/lib/vault/intake'
import { MultipartError } from '@/lib/vault/multipart'
import { joinParts, partOf, receivePart } from '@/lib/vault/parts'
import { PictureError, picturesAsPdf, splitAt } from '@/lib/vault/picture-pdf'
import { vault } from '@/lib/vault/rings'
import type { FileContext } from '@/lib/vault/vlt1'

/** The operations of one kind of hat, as the doors need them. */
export type Way = {
  turn: (document: string, offset: number) => Promise<{ taken: TurnTaken | null; room: Room }>
  state: (document: string) => Promise<{ size: number; received: number; arrived: boolean }>
  complete: (file: ArrivedFile) => Promise<unknown>
  fail: (document: string, version: number, state: 'rejected' | 'expired', failure: string) => Promise<unknown>
  cancel: (document: string) => Promise<unknown>
  /** The name under which a file is on record that is finished while its session is locked. */
  completion: string
  /** Whether these are patients' photographs, out of which what a camera tells of place and device is taken. */
  patients: boolean
  /** The page that follows. */
  next: (document: string) => string
}

type Place = { document: string; of: FileContext; dek: Buffer; storageKey: string; turn?: number }

/** Takes a file's bytes into their place, whole, and makes the document ready. @throws AppError when they are refused */
export async function takeWhole(
  way: Pick<Way, 'complete' | 'fail' | 'completion' | 'patients'>, place: Place, bytes: AsyncIterable<Uint8Array>, declared: Declared, room: Room, signal?: AbortSignal,
): Promise<void> {
  const { document, of, dek, storageKey, turn } = place
  const { store } = vault()
  let fault: unknown
  const watched = (async function* () {
    try {
      yield* bytes
    } catch (error) {
      fault = error
      throw error
    }
  })()
  const maxBytes = Math.min(room.fileLimit, room.left)
  const result = await receive({ bytes: watched, declared, maxBytes, dek, of, store, storageKey, strip: way.patients, ...(signal ? { signal } : {}) })
  if (!result.ok) {
    const reason = reasonOf(result, fault, room)
    // A store in trouble says nothing about what rests there: the row goes on knowing of it, until the janitor has been able to
    // look. And of an upload in parts nothing is lost: its sender may ask again.
    const open = reason === 'storage_full' || reason === 'storage_unavailable' || (turn !== undefined && reason === 'interrupted')
    if (!open) await way.fail(document, of.version, reason === 'interrupted' ? 'expired' : 'rejected', reason)
      // The row says "receiving" until the janitor comes by; nothing rests in the store.
      .catch(() => undefined)
    throw refused(reason, room)
  }
  const file: ArrivedFile = {
    document, version: of.version, contentType: result.type, byteSize: result.size, sha256: result.sha256, commitment: result.commitment,
    width: result.width, height: result.height, ...(turn === undefined ? {} : { turn }),
  }
  try {
    await way.complete(file).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'locked') throw error
      return completeWhileLocked(of.practice, file, way.completion)
    })
  } catch (error) {
    // Another request has finished it, or will: this one's file is nobody's.
    if (turn !== undefined && error instanceof AppError && error.code === 'conflict') await store.remove(storageKey).catch(() => undefined)
    throw error
  }
}

function reasonOf(result: Extract<Intake, { ok: false }>, fault: unknown, room: Room): string {
  if (fault instanceof PictureError) return fault.code
  if (fault instanceof StorageError) return 'storage_unavailable'
  if (fault instanceof MultipartError && fault.code !== 'interrupted') return fault.code === 'too_large' ? 'too_large' : 'interrupted'
  return result.reason === 'too_large' && room.left < room.fileLimit ? 'practice_full' : result.reason
}

export function refused(reason: string, room: Room): AppError {
  return new AppError(codeOf(reason), reason, { says: reason === 'too_large' ? limitWords(room.fileLimit) : arrivalWords(reason) })
}

function codeOf(reason: string): ErrorCode {
  if (reason === 'too_large') return 'too_large'
  if (reason === 'storage_full' || reason === 'practice_full') return 'full'
  if (reason === 'storage_unavailable') return 'unavailable'
  if (reason === 'overtaken') return 'conflict'
  return reason === 'interrupted' || reason === 'size_differs' || reason === 'digest_differs' ? 'invalid' : 'unsupported'
}

/** What an address may say of a refusal: a file's reason by its code, and of every other no more than its kind. */
export const reasonInAddress = (error: AppError): string => encodeURIComponent(Object.hasOwn(arrivalSentences, error.reason) ? error.reason : error.code)

/** The answer to a refusal, with the reason by its code where it is one of a file's: a page says it in its reader's language. */
export function fileRefusal(error: unknown): Response {
  const answer = refusal(error)
  if (!(error instanceof AppError) || !Object.hasOwn(arrivalSentences, error.reason)) return answer
  return Response.json({ error: error.code, says: error.says, why: error.reason }, { status: answer.status, headers: answer.headers })
}

/**
 * One request of an upload that goes on: takes what it brings, as far as it brings it, and finishes the file when nothing is
 * missing any more. @returns the offset that is acknowledged, and whether the document is there
 */
export async function goOn(way: Omit<Way, 'state'>, document: string, offset: number, request: Request): Promise<{ offset: number; arrived: boolean }> {
  const { taken, room } = await way.turn(document, offset)
  if (!taken) return { offset, arrived: true }
  const { turn, of, dek, storageKey, wholeKey, size, parts } = taken
  const { store } = vault()
  const missing = size - offset
  let here = offset
  let last: (typeof parts)[number] | undefined
  try {
    if (missing > 0) {
      if (missing > room.left) throw refused('practice_full', room)
      if (!request.body) throw new AppError('invalid', 'a body is needed')
      const end = await receivePart({
        bytes: request.body, missing, dek, of: partOf(of, turn), store, storageKey, signal: request.signal,
        acknowledge: async (durable) => {
          if (!(await acknowledgePart({ practice: of.practice, document, turn }, durable))) return false
          here = offset + durable.size
          last = { turn, storageKey, ...durable }
          return true
        },
      })
      if (end === 'overtaken' || end === 'storage_full' || end === 'storage_unavailable') throw refused(end, room)
      if (end === 'too_much') throw new AppError('invalid', 'more than was announced')
      if (here < size) return { offset: here, arrived: false }
    }
    const joined = joinParts(last ? [...parts, last] : parts, dek, of, store)
    // A card's two pictures become the two pages of one document; everything else is what it was sent as.
    const [bytes, declared] = taken.frontSize === null ? [joined, taken.declared] as const
      : [picturesAsPdf(splitAt(joined, taken.frontSize)), { size: null, type: null, name: null, sha256: null }] as const
    await takeWhole(way, { document, of, dek, storageKey: wholeKey, turn }, bytes, declared, { ...room, left: Math.max(room.left, size + 65_536) })
    return { offset: size, arrived: true }
  } finally {
    dek.fill(0)
    if (missing === 0 || here === size) await clearParts(of.practice, document, store).catch(() => undefined)
  }
}
