import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { command, query } from '@/lib/access/operation'
import { bringsFiles } from '@/lib/access/policy'
import { announce, arrive, end, requireRoom, roomFor, takeTurn } from '@/lib/documents/incoming'
import { arrived, failing, goingOn, ofDocument } from '@/lib/documents/schema'
import { stateOf } from '@/lib/folders/rules'
import { announcingFromFolder, type FolderUpload } from '@/lib/folders/schema'

// What a folder program does, as lib/documents/arrival.ts for staff: its own uploads, and nothing beside them.

/**
 * The first of two commits around a file from a folder. It stands in nobody's chart; whose chart was open at that computer when
 * it was written is noted beside it for staff, by the database, and neither program nor door is told.
 */
export const beginFromFolder = command({
  name: 'folder.begin',
  as: 'folder',
  input: announcingFromFolder,
  allow: bringsFiles,
  closedBy: ['writes'],
  run: async ({ db, principal, input, call }) => {
    const room = await roomFor(call)
    requireRoom(room, input.size)
    const begun = await announce({ db, principal }, { patient: null, announced: input })
    await call(sql`select access.propose_open_chart(${begun.document}, ${input.age})`)
    return begun
  },
  audit: ({ output }) => ({ documentId: output?.document ?? null }),
})

/** The next request of an upload: it goes on from the offset that was acknowledged last, or not at all. */
export const takeFolderTurn = command({
  name: 'folder.turn',
  as: 'folder',
  input: goingOn,
  allow: bringsFiles,
  closedBy: ['writes'],
  run: async ({ db, principal, input, call }) => ({ taken: await takeTurn({ db, principal }, input.document, input.offset), room: await roomFor(call) }),
  audit: nothing('the arrival is on record from its beginning; it is one, in however many pieces it comes'),
})

/** How far one of its uploads is, and, once all of it rests, what that digests to: the program then lets go of its copy. */
export const folderUploadState = query({
  name: 'folder.state',
  as: 'folder',
  input: ofDocument,
  allow: bringsFiles,
  closedBy: [],
  run: async ({ db, principal, input }): Promise<FolderUpload> => {
    const row = await db.selectFrom('documentVersion').select(['state', 'declaredSize', 'receivedBytes', 'sha256', 'failure'])
      .where('practiceId', '=', principal.practice.id).where('documentId', '=', input.document).where('version', '=', 1).executeTakeFirst()
    if (!row || row.declaredSize === null) notFound('no upload of this program')
    const state = stateOf(row.state)
    return { state, size: row.declaredSize, offset: state === 'receiving' ? row.receivedBytes : row.declaredSize, sha256: row.sha256, failure: row.failure ?? '' }
  },
  audit: nothing('how far its own upload is; nothing of the file'),
})

/** The second commit: the file rests whole, and is looked through first or waits to be filed. */
export const completeFromFolder = command({
  name: 'folder.arrived',
  as: 'folder',
  input: arrived,
  allow: bringsFiles,
  // A file whose bytes rest already is not lost because somebody closed writes in the meantime.
  closedBy: [],
  run: async ({ db, principal, input }) => {
    await arrive({ db, principal }, input)
    return { document: input.document }
  },
  audit: ({ input }) => ({ documentId: input.document, detail: { bytes: input.byteSize } }),
})

/** The file was refused or broke off: the row says so, and holds no file. */
export const failFromFolder = command({
  name: 'folder.failed',
  as: 'folder',
  input: failing,
  allow: bringsFiles,
  closedBy: [],
  run: async ({ db, principal, input }) => {
    await end({ db, principal }, input.document, input.state, input.failure)
    return {}
  },
  audit: nothing('the arrival is on record; this row says how it ended'),
})

/** The program gives an upload up: the file has changed since. */
export const cancelFromFolder = command({
  name: 'folder.cancel',
  as: 'folder',
  input: ofDocument,
  allow: bringsFiles,
  closedBy: [],
  run: async ({ db, principal, input }) => {
    if (!(await end({ db, principal }, input.document, 'expired', 'cancelled'))) notFound('no upload under way')
    return {}
  },
  audit: ({ input }) => ({ documentId: input.document }),
})
