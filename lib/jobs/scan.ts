import 'server-only'
import { sql } from 'kysely'
import { job } from '@/db/job'
import { writeAudit, type AuditDetail } from '@/lib/access/audit'
import { openVersion } from '@/lib/jobs/stored'
import { scan, scannerAddress, tellsItsLimits, type ScannerAddress, type Verdict } from '@/lib/platform/clamd'
import { now } from '@/lib/platform/clock'
import { faultOf, log } from '@/lib/platform/log'
import { StorageError } from '@/lib/platform/storage/store'
import { vault } from '@/lib/vault/rings'
import { TamperedError } from '@/lib/vault/vlt1'

type Of = { practice: string; document: string; version: number }

/** The scanner is away: the queue tries again, and the file goes on being checked. */
export class ScannerAwayError extends Error {
  override readonly name = 'ScannerAwayError'
}

/**
 * Has the scanner look through every version of a document that waits for it, and removes the files of those that were
 * refused. Safe to run twice and at the same time: only a row that is still being checked is settled, by whoever is first.
 *
 * @throws ScannerAwayError and faults of ours (store, database), for the queue to try again
 */
export async function scanDocument(practice: string, document: string): Promise<void> {
  const waiting = await job(practice, (db) => db.selectFrom('documentVersion').select('version')
    .where('practiceId', '=', practice).where('documentId', '=', document).where('state', '=', 'checking').execute())
  for (const { version } of waiting) await check({ practice, document, version })
  await removeRefused(practice, document)
}

/** Documents that one round takes of each practice. */
const perRound = 20

/** Finds what waits though its own job gave up or its pause is long; ends at once where the scanner is still away. */
export async function scanWaiting(practice: string): Promise<void> {
  const waiting = await job(practice, (db) => db.selectFrom('documentVersion').select('documentId').distinct().where('practiceId', '=', practice)
    .where('state', '=', 'checking').where('createdAt', '<', sql<Date>`now() - interval '2 minutes'`).limit(perRound).execute())
  for (const { documentId } of waiting) {
    try {
      await scanDocument(practice, documentId)
    } catch (error) {
      if (error instanceof ScannerAwayError) return
      log.error({ event: 'scan.failed', practice, document: documentId, ...faultOf(error) })
    }
  }
}

async function check(of: Of): Promise<void> {
  const verdict = await look(of)
  if (!verdict) return
  switch (verdict.verdict) {
    case 'unavailable': throw new ScannerAwayError('the virus scanner does not answer')
    case 'clean': return settle(of, { state: 'ready', readyAt: now() }, { found: 'nothing' })
    case 'unscannable': return settle(of, { state: 'held', failure: verdict.why }, { found: verdict.why })
    case 'infected': return settle(of, { state: 'rejected', failure: 'infected' }, { found: 'infected', signature: verdict.signature })
  }
}

/** How often a file is sent to a scanner that hangs up on it before the queue takes it over. */
const perFile = 4

/** What the scanner says; null where there is nothing to look through any more, or what there is was changed at rest. */
async function look(of: Of): Promise<Verdict | null> {
  const at = scannerAddress()
  // What was to be looked through is not let pass because somebody took the scanner out of the settings meanwhile.
  if (!at) return { verdict: 'unscannable', why: 'scan_none' }
  try {
    const stored = await openVersion(of.practice, of.document, of.version)
    if (!stored) return null
    try {
      let verdict = await scan(at, stored.plain())
      for (let tries = 1; tries < perFile && verdict.verdict === 'unavailable' && verdict.brokeOff; tries++) verdict = await scan(at, stored.plain())
      return verdict.verdict === 'clean' ? await believed(at) : verdict
    } finally {
      await stored.close()
    }
  } catch (error) {
    const gone = error instanceof TamperedError || (error instanceof StorageError && (error.code === 'missing' || error.code === 'short'))
    if (!gone) throw error
    log.error({ event: 'scan.lost', practice: of.practice, document: of.document, ...faultOf(error) })
    // Not `corrupt`: what is found whole again later becomes ready from there, and this was looked through by nobody.
    await settle(of, { state: 'rejected', failure: 'lost' }, { found: 'lost' })
    return null
  }
}

/** Milliseconds for which a scanner that told its limits is taken to go on doing so. */
const belief = 600_000
let believedUntil = 0

/** "Clean" counts from a scanner that would have said what it left out. */
async function believed(at: ScannerAddress): Promise<Verdict> {
  if (Date.now() >= believedUntil) {
    const tells = await tellsItsLimits(at)
    if (tells === null) return { verdict: 'unavailable', brokeOff: false }
    if (!tells) {
      log.error({ event: 'scan.scanner_silent' })
      return { verdict: 'unscannable', why: 'scan_limits_silent' }
    }
    believedUntil = Date.now() + belief
  }
  return { verdict: 'clean' }
}

/** Lets the next check ask the scanner anew whether it tells its limits; for tests that set up another one. */
export function forgetScanner(): void {
  believedUntil = 0
}

type Settled = { state: 'ready'; readyAt: Date } | { state: 'held' | 'rejected'; failure: string }

async function settle({ practice, document, version }: Of, set: Settled, detail: AuditDetail): Promise<void> {
  await job(practice, async (db) => {
    const row = await db.updateTable('documentVersion').set(set)
      .where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', version).where('state', '=', 'checking')
      .returning('documentId').executeTakeFirst()
    if (row) await writeAudit(db, { operation: 'documents.checked', decision: 'allow', documentId: document, detail: { version, ...detail } })
  })
}

/** The row first: a file that is gone under a row that still promises it would be worse than one that stays an hour longer. */
async function removeRefused(practice: string, document: string): Promise<void> {
  const refused = await job(practice, (db) => db.selectFrom('documentVersion').select('storageKey')
    .where('practiceId', '=', practice).where('documentId', '=', document).where('state', '=', 'rejected')
    .where('failure', 'in', ['infected', 'refused']).execute())
  for (const { storageKey } of refused) await vault().store.remove(storageKey)
}
