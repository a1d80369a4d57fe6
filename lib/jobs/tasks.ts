import 'server-only'
import { platformJob } from '@/db/job'
import { makePicturesOf, makeWaitingPictures } from '@/lib/jobs/pictures'
import { tidy } from '@/lib/platform/janitor'
import { sendDue } from '@/lib/platform/mail'
import { vault } from '@/lib/vault/rings'
import { tendAccesses } from './accesses'

/** A job is given ids and nothing else; what it needs it reads through a door of its own. */
export type Task = (ids: Record<string, string>) => Promise<void>

export const tasks: Record<string, Task> = {
  'send-mail': async () => void (await sendDue(platformJob)),
  'make-pictures': ({ practice = '', document = '' }) => makePicturesOf(practice, document),
  'waiting-pictures': makeWaitingPictures,
  janitor: () => tidy(vault().store),
  accesses: tendAccesses,
}

/** Cron's five fields, in UTC. Each letter is a job of its own; the minute's round finds those whose next try has come. */
export const times: Record<string, string> = { 'send-mail': '* * * * *', 'waiting-pictures': '* * * * *', janitor: '17 * * * *', accesses: '41 * * * *' }
