import 'server-only'
import { sql } from 'kysely'
import { notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { seesStorage } from '@/lib/quota/policy'
import { rechecking } from '@/lib/quota/schema'

/** Has a document's damaged versions read again from end to end, after their files were put back. */
export const recheckDocument = command({
  name: 'quota.recheck',
  as: 'staff',
  input: rechecking,
  allow: seesStorage,
  // Nothing of the record changes by looking whether a file is whole.
  closedBy: [],
  run: async ({ db, principal, input, now, call }) => {
    const practice = principal.practice.id
    const marked = await db.updateTable('documentVersion').set({ suspectedAt: now })
      .where('practiceId', '=', practice).where('documentId', '=', input.document).where('state', '=', 'corrupt')
      .returning('version').execute()
    if (marked.length === 0) notFound()
    await call(sql`select platform.enqueue_job('check-files', ${JSON.stringify({ practice })}::jsonb)`)
    return { document: input.document }
  },
  audit: ({ input }) => ({ documentId: input.document }),
})
