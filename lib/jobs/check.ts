import 'server-only'
import { createHash } from 'node:crypto'
import { job } from '@/db/job'
import { writeAudit } from '@/lib/access/audit'
import { openVersion } from '@/lib/jobs/stored'
import { KeyError } from '@/lib/vault/keys'
import { TamperedError } from '@/lib/vault/vlt1'
import { StorageError } from '@/lib/platform/storage/store'

type Finding = 'whole' | 'missing' | 'changed' | 'key'

/**
 * Reads every version that is under suspicion from its first byte to its last, and writes down what was found: a damaged file
 * is `corrupt` and opens for nobody, and one that was restored is `ready` again. A store that does not answer says nothing
 * about a file: the suspicion stays, and the job comes again.
 */
export async function checkFiles(practice: string): Promise<void> {
  const suspected = await job(practice, (db) => db.selectFrom('documentVersion').select(['documentId', 'version', 'suspectedAt'])
    .where('practiceId', '=', practice).where('suspectedAt', 'is not', null).orderBy('suspectedAt').limit(500).execute())
  for (const { documentId, version, suspectedAt } of suspected)
    if (suspectedAt) await write(practice, documentId, version, suspectedAt, await findingOf(practice, documentId, version))
}

async function findingOf(practice: string, document: string, version: number): Promise<Finding | null> {
  let file: Awaited<ReturnType<typeof openVersion>> = null
  try {
    file = await openVersion(practice, document, version)
    if (!file) return null
    const hash = createHash('sha256')
    for await (const piece of file.plain()) hash.update(piece)
    return (await digestOf(practice, document, version))?.equals(hash.digest()) ? 'whole' : 'changed'
  } catch (error) {
    if (error instanceof TamperedError) return 'changed'
    if (error instanceof KeyError && error.code === 'does_not_open') return 'key'
    if (error instanceof StorageError && error.code === 'missing') return 'missing'
    if (error instanceof StorageError && error.code === 'short') return 'changed'
    throw error
  } finally {
    await file?.close()
  }
}

async function digestOf(practice: string, document: string, version: number): Promise<Buffer | null> {
  const row = await job(practice, (db) => db.selectFrom('documentVersion').select('sha256')
    .where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', version).executeTakeFirst())
  return row?.sha256 ?? null
}

/** Null: it rests no more, and there is nothing to suspect. A suspicion newer than this look at it stays. */
async function write(practice: string, document: string, version: number, suspectedAt: Date, found: Finding | null): Promise<void> {
  await job(practice, async (db) => {
    const row = await db.selectFrom('documentVersion as version')
      .innerJoin('document', (join) => join.onRef('document.practiceId', '=', 'version.practiceId').onRef('document.id', '=', 'version.documentId'))
      .select(['version.state', 'document.patientId'])
      .where('version.practiceId', '=', practice).where('version.documentId', '=', document).where('version.version', '=', version)
      .where('version.suspectedAt', '=', suspectedAt).forUpdate('version').executeTakeFirst()
    if (!row || row.state === 'shredded') return
    const judged = row.state === 'ready' || row.state === 'corrupt'
    const state = judged && found ? (found === 'whole' ? 'ready' : 'corrupt') : row.state
    await db.updateTable('documentVersion')
      .set({ suspectedAt: null, ...(judged ? { state, failure: state === 'corrupt' ? found : null } : {}) })
      .where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', version).execute()
    if (state !== row.state)
      await writeAudit(db, {
        operation: state === 'corrupt' ? 'quota.found_damaged' : 'quota.found_whole', decision: 'allow', patientId: row.patientId, documentId: document,
        detail: { version, found: found ?? '' },
      })
  })
}
