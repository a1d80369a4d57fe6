import 'server-only'
import { platformJob } from '@/db/job'
import { makePicturesOf, makeWaitingPictures } from '@/lib/jobs/pictures'
import { scanDocument, scanWaiting } from '@/lib/jobs/scan'
import { tidy } from '@/lib/platform/janitor'
import { sendDue } from '@/lib/platform/mail'
import { checkFiles } from '@/lib/jobs/check'
import { tellCorrected } from '@/lib/jobs/corrected'
import { destroyDue } from '@/lib/jobs/destroy'
import { everyPractice } from '@/lib/jobs/practices'
import { recountStorage } from '@/lib/jobs/recount'
import { vault } from '@/lib/vault/rings'
import { tendAccesses } from './accesses'

/** A job is given ids and nothing else; what it needs it reads through a door of its own. */
export type Task = (ids: Record<string, string>) => Promise<void>

export const tasks: Record<string, Task> = {
  'send-mail': async () => void (await sendDue(platformJob)),
  'make-pictures': ({ practice = '', document = '' }) => makePicturesOf(practice, document),
  'waiting-pictures': ({ practice }) => everyPractice('waiting-pictures', practice, makeWaitingPictures),
  scan: ({ practice = '', document = '' }) => scanDocument(practice, document),
  'scan-waiting': ({ practice }) => everyPractice('scan-waiting', practice, scanWaiting),
  janitor: () => tidy(vault().store),
  accesses: tendAccesses,
  'tell-corrected': ({ practice = '', document = '' }) => tellCorrected(practice, document),
  'check-files': ({ practice }) => everyPractice('check-files', practice, checkFiles),
  'destroy-due': ({ practice }) => everyPractice('destroy-due', practice, (id) => destroyDue(id, vault().store)),
  'recount-storage': ({ practice }) => everyPractice('recount-storage', practice, recountStorage),
}

/**
 * Cron's five fields, in UTC. Each letter, each confirmed list and each fault is a job of its own; the rounds find those whose
 * next try has come, and what was deleted so long ago that it cannot be brought back any more.
 */
export const times: Record<string, string> = {
  'send-mail': '* * * * *', 'waiting-pictures': '* * * * *', janitor: '17 * * * *', 'scan-waiting': '*/5 * * * *', 'check-files': '27 * * * *', 'destroy-due': '37 * * * *',
  accesses: '41 * * * *', 'recount-storage': '47 3 * * *',
}
