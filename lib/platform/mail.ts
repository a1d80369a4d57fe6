import 'server-only'
import { createTransport, type Transporter } from 'nodemailer'
import { sql, type QueryExecutorProvider } from 'kysely'
import { isDemo } from '@/lib/platform/demo'
import { env } from '@/lib/platform/env'
import { openLetter, type Letter } from '@/lib/platform/letter'
import { faultOf, log } from '@/lib/platform/log'

/** Runs a short transaction in the role that may move the outbox along; each step commits by itself. */
export type OutboxDoor = <T>(run: (db: QueryExecutorProvider) => Promise<T>) => Promise<T>
/** Hands one letter over; throws when it was not taken. `id` stays the same when the letter is tried again. */
export type Deliver = (id: string, letter: Letter) => Promise<void>

type Claimed = { id: string; kind: string; sealed: Buffer }

/**
 * Sends every letter that is due. A claim is committed before the letter leaves and the mark after, so a sender that dies
 * in between sends it twice and never not at all; the message id is the same both times.
 *
 * @returns how many were taken by the mail server, and how many will be tried again
 */
export async function sendDue(door: OutboxDoor, deliver = deliverer()): Promise<{ sent: number; failed: number }> {
  const count = { sent: 0, failed: 0 }
  if (!deliver) return count
  for (;;) {
    const due = await door(async (db) => (await sql<Claimed>`select * from platform.claim_mail(10)`.execute(db)).rows)
    if (due.length === 0) return count
    for (const { id, kind, sealed } of due) {
      try {
        await deliver(id, openLetter(kind, sealed))
      } catch (error) {
        count.failed += 1
        const { fault } = faultOf(error)
        log.warn({ event: 'mail.refused', fault })
        await door((db) => sql`select platform.mark_failed(${id}, ${fault})`.execute(db))
        continue
      }
      await door((db) => sql`select platform.mark_sent(${id}, ${isDemo()})`.execute(db))
      count.sent += 1
    }
  }
}

/** In the demo a letter lies in the mailbox that /demo/mail shows; without a server it waits in the outbox. */
function deliverer(): Deliver | null {
  if (isDemo()) return async () => undefined
  const { SMTP_URL, MAIL_FROM } = env()
  return SMTP_URL && MAIL_FROM ? smtp(SMTP_URL, MAIL_FROM) : null
}

/** By SMTP. Nothing in a letter is ever taken for a file's path or an address to fetch. */
export function smtp(url: string, from: string): Deliver {
  const transport: Transporter = createTransport({
    url, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000,
    disableFileAccess: true, disableUrlAccess: true,
  } as object)
  const host = new URL(env().ENAMEL_ORIGIN).hostname
  return async (id, letter) => {
    await transport.sendMail({
      from, to: { name: '', address: letter.to }, subject: letter.subject, text: letter.text,
      messageId: `<${id}@${host}>`, headers: { 'Auto-Submitted': 'auto-generated' },
    })
  }
}
