import 'server-only'
import { createHash } from 'node:crypto'
import { AppError } from '@/lib/access/errors'
import { formatDay } from '@/lib/format/dates'
import { markWords, sharer } from '@/lib/shares/rules'
import { markOver, UndecodableError } from '@/lib/vault/pictures/maker'
import { openFile, type FileContext } from '@/lib/vault/vlt1'
import { vault } from '@/lib/vault/rings'

/** One picture at a time is decoded, and few wait: a picture of fifty million points takes 150 MB while it is looked at. */
const most = 24

let waiting = 0
let turn: Promise<unknown> = Promise.resolve()

type Stored = { of: FileContext; dek: Uint8Array; storageKey: string; commitment: Uint8Array; size: number }
type For = { name: string; language: 'en' | 'es'; by: { as: 'staff' | 'patient'; name: string }; practiceName: string; timeZone: string }

/**
 * A page with its reader's name across it and a line below: made anew for each answer, so that nothing with a name on it ever
 * rests anywhere. It cannot be taken off by cutting an edge, and it does not prove who passed a copy on: it tells a reader, and
 * whoever finds one, whose it was. Metadata of the original (where a photograph was taken) does not come along.
 */
export async function markedPage(stored: Stored, guest: For, now: Date): Promise<{ made: Uint8Array; size: number; sha256: Buffer; type: string; name: string }> {
  if (waiting >= most) throw new AppError('unavailable', 'too many pictures at once', { retryAfter: 3 })
  waiting += 1
  const mine = turn.then(() => mark(stored, guest, now))
  turn = mine.catch(() => undefined)
  try {
    const made = await mine
    return { made, size: made.length, sha256: createHash('sha256').update(made).digest(), type: 'image/jpeg', name: 'page.jpg' }
  } finally {
    waiting -= 1
  }
}

async function mark(stored: Stored, guest: For, now: Date): Promise<Buffer> {
  const plain = await read(stored)
  try {
    return await markOver(plain, markWords(guest, sharer(guest.by, guest.practiceName), formatDay(now, guest.timeZone, guest.language)))
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error
    // Checked when it came in, and damaged all the same: it is not shown without its mark.
    throw new AppError('corrupt', 'the picture does not decode', { cause: error })
  } finally {
    plain.fill(0)
  }
}

async function read({ of, dek, storageKey, commitment, size }: Stored): Promise<Buffer> {
  const source = await vault().store.open(storageKey)
  try {
    const file = await openFile(source, dek, of, size, commitment)
    const plain = Buffer.alloc(size)
    let at = 0
    for await (const piece of file.read(0, size, () => 16)) {
      plain.set(piece, at)
      at += piece.length
    }
    return plain
  } finally {
    await source.close()
  }
}
