import 'server-only'
import { job } from '@/db/job'
import { scannerAddress } from '@/lib/platform/clamd'
import { now } from '@/lib/platform/clock'
import { holdsTurn } from '@/lib/platform/parts'

export type ArrivedFile = {
  document: string
  version: number
  contentType: string
  byteSize: number
  sha256: Uint8Array
  commitment: Uint8Array
  width: number | null
  height: number | null
  /** Of an upload that came in parts: which request has joined them. */
  turn?: number
}

/**
 * How a file rests that has come whole: to be looked through first where a virus scanner is named (the database then writes
 * the job), else ready. Every door that takes files in ends with this, and no other place makes one ready.
 */
export function atRest(at: Date): { state: 'checking' | 'ready'; readyAt: Date | null } {
  return scannerAddress() ? { state: 'checking', readyAt: null } : { state: 'ready', readyAt: at }
}

/**
 * Completes an upload whose session locked while its bytes came in. It was begun with every right, all of it rests
 * under its own key, and finishing it reads nothing to anybody; a lock is there so that nobody goes on, not so that what
 * runs breaks off. `record` writes the audit event into the same commit. False: no such upload is under way.
 */
export async function finishArrival(practice: string, file: ArrivedFile, record: Parameters<typeof job<void>>[1]): Promise<boolean> {
  return job(practice, async (db) => {
    const { turn } = file
    if (turn !== undefined && !(await holdsTurn(db, { practice, document: file.document, turn }))) return false
    const part = turn === undefined ? undefined : await db.selectFrom('uploadPart').select('wholeKey')
      .where('practiceId', '=', practice).where('documentId', '=', file.document).where('version', '=', 1).where('turn', '=', turn).executeTakeFirst()
    const row = await db.updateTable('documentVersion')
      .set({
        ...atRest(now()), contentType: file.contentType, byteSize: file.byteSize,
        sha256: Buffer.from(file.sha256), commitment: Buffer.from(file.commitment), width: file.width, height: file.height,
        ...(part ? { storageKey: part.wholeKey } : {}),
      })
      .where('practiceId', '=', practice).where('documentId', '=', file.document).where('version', '=', file.version).where('state', '=', 'receiving')
      .returning('documentId').executeTakeFirst()
    if (row) await record(db)
    return row !== undefined
  })
}
