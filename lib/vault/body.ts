import 'server-only'
import type { ObjectReader } from '@/lib/platform/storage/store'
import type { Lease } from './in-flight'
import type { Multipart, Span } from './range'
import { HEADER_BYTES, SEGMENT_BYTES, SEGMENT_PLAIN_BYTES } from './vlt1'
import type { StoredFile } from './vlt1'

/** A whole range up to this many segments goes out in one piece; a longer one begins with a single segment. */
const SMALL_SEGMENTS = 5
/** 1 MiB: fewer, larger pieces cost fewer writes; many slow readers fall back to single segments (in-flight.ts). */
const PIECE_SEGMENTS = 16

/** Stored bytes that the first piece needs when it begins at the front of the file, else none. */
export function aheadOf({ start, end }: Span): number {
  if (start >= SEGMENT_PLAIN_BYTES - HEADER_BYTES) return 0
  return isSmall({ start, end }) ? Math.ceil((end + HEADER_BYTES) / SEGMENT_PLAIN_BYTES) * SEGMENT_BYTES : SEGMENT_BYTES
}

function isSmall({ start, end }: Span): boolean {
  return end - start <= (SMALL_SEGMENTS - 1) * SEGMENT_PLAIN_BYTES
}

export type Piece = Uint8Array<ArrayBuffer>

/** The plain bytes of an answer, pulled piece by piece. */
export type Pieces = AsyncGenerator<Piece>

/**
 * The bytes of one or several spans, each first piece of a span joined to its multipart head, so that the first piece
 * of the answer always holds authenticated bytes of the document.
 */
export async function* pieces(file: StoredFile, spans: readonly Span[], lease: Lease, parts: Multipart | null): Pieces {
  for (const [at, { start, end }] of spans.entries()) {
    const small = isSmall({ start, end })
    let begun = false
    const segments = (): number => lease.next(begun ? PIECE_SEGMENTS : small ? SMALL_SEGMENTS : 1)
    for await (const piece of file.read(start, end, segments)) {
      const head = begun ? undefined : parts?.heads[at]
      begun = true
      yield head ? Buffer.concat([head, piece]) : piece
    }
  }
  if (parts) yield Buffer.from(parts.tail)
}

/** What became of a body: bytes handed to the transport, and whether that was all of them. */
export type End = { readonly bytes: number; readonly complete: boolean }

export type Held = {
  readonly pieces: Pieces
  readonly reader: ObjectReader
  readonly lease: Lease
  /** Told exactly once. */
  readonly onEnd: (end: End) => void
}

/**
 * A stream that reads nothing ahead: a piece is decrypted when the transport asks for it. Every way out (done, error,
 * cancelled, request aborted, nobody asking for `idleMs`) closes the file, gives its memory back and tells `onEnd`.
 * A fault in the middle is an error of the stream, so the connection breaks instead of ending well.
 * @param first the piece that was authenticated before the status was chosen
 */
export function pullStream(
  first: Piece,
  length: number,
  held: Held,
  signal: AbortSignal | null,
  idleMs: number,
  onFault: (error: unknown) => void,
): ReadableStream<Piece> {
  let sent = 0
  let waiting: Piece | null = first
  let ended = false
  let controller: ReadableStreamDefaultController<Piece> | undefined
  // The generator waits for a read under way before it returns; only then is the file closed.
  const closeFile = (): void => {
    void held.pieces.return(undefined).catch(() => undefined).then(() => held.reader.close()).catch(() => undefined)
  }
  const release = (complete: boolean): void => {
    if (ended) return
    ended = true
    clearTimeout(idle)
    signal?.removeEventListener('abort', stop)
    closeFile()
    held.lease.end()
    held.onEnd({ bytes: sent, complete })
  }
  const stop = (): void => {
    const was = ended
    release(false)
    if (!was) controller?.error(new DOMException('the reader went away', 'AbortError'))
  }
  const idle = setTimeout(stop, idleMs)
  idle.unref()
  signal?.addEventListener('abort', stop, { once: true })
  return new ReadableStream<Piece>(
    {
      start(given) {
        controller = given
        // What fits one piece holds no file while a slow reader takes it.
        if (first.length === length) closeFile()
        if (signal?.aborted) stop()
      },
      async pull(given) {
        idle.refresh()
        try {
          const piece: Piece | undefined = waiting ?? (await held.pieces.next()).value ?? undefined
          waiting = null
          if (ended) return
          if (piece) {
            sent += piece.length
            given.enqueue(piece)
          }
          if (sent < length && piece) return
          if (sent !== length) throw new Error('the body is not as long as was announced')
          release(true)
          given.close()
        } catch (error) {
          if (ended) return
          release(false)
          onFault(error)
          given.error(error)
        }
      },
      cancel: () => release(false),
    },
    { highWaterMark: 0 },
  )
}
