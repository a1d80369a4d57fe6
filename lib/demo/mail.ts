import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query } from '@/lib/access/operation'
import { anyone, type Policy } from '@/lib/access/policy'
import { isDemo } from '@/lib/platform/demo'
import { openLetter } from '@/lib/platform/letter'
import { z } from '@/lib/platform/zod'

const invented: Policy<'visitor'> = anyone('the letters are invented; where they are not, this is not there')

/** The letters that the demo would have sent, newest first. Elsewhere the outbox erases what it has sent. */
export const demoMail = query({
  name: 'demo.mail',
  as: 'visitor',
  input: z.object({ to: z.string().max(254).optional() }),
  allow: invented,
  closedBy: [],
  run: async ({ db, input }) => {
    if (!isDemo()) notFound('not the demo')
    const { rows } = await sql<{ id: string; kind: string; sealed: Buffer; sentAt: Date }>`select * from platform.delivered_mail()`.execute(db)
    return rows.map(({ id, kind, sealed, sentAt }) => ({ id, sentAt, ...openLetter(kind, sealed) }))
      .filter(({ to }) => !input.to || to.toLowerCase() === input.to.toLowerCase())
  },
  audit: nothing('invented letters to invented people'),
})
