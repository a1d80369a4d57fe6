import 'server-only'
import { notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { newToken } from '@/lib/auth/token'
import { keepsFolders } from '@/lib/folders/policy'
import { credentialOf } from '@/lib/folders/rules'
import { making, ofFolder, type MadeFolder } from '@/lib/folders/schema'
import { newId } from '@/lib/platform/ids'

/** Makes a credential for a folder program at one of the practice's computers. It is shown once; its hash is kept. */
export const makeFolder = command({
  name: 'folders.make',
  as: 'staff',
  input: making,
  allow: keepsFolders,
  closedBy: ['writes'],
  stepUp: 'full',
  run: async ({ db, principal, input }): Promise<MadeFolder> => {
    const practice = principal.practice.id
    const workstation = await db.selectFrom('workstation').select(['id', 'name'])
      .where('practiceId', '=', practice).where('id', '=', input.workstation).where('untilAt', 'is', null).executeTakeFirst()
    if (!workstation) notFound()
    const { token, hash } = newToken()
    const id = newId()
    await db.insertInto('folderProgram')
      .values({ practiceId: practice, id, workstationId: workstation.id, name: input.name, tokenHash: hash, madeBy: principal.hatId, madeByName: principal.name })
      .execute()
    return { folder: id, name: `${input.name} at ${workstation.name}`, credential: credentialOf(id, token) }
  },
  audit: ({ input, output }) => ({ subjectId: output?.folder ?? input.workstation }),
})

/** Ends a credential: the program's next request is refused, and it stops. What it has brought stays. */
export const endFolder = command({
  name: 'folders.end',
  as: 'staff',
  input: ofFolder,
  allow: keepsFolders,
  // Closing a way in must work while writing is closed.
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    const ended = await db.updateTable('folderProgram').set({ untilAt: now, endedBy: principal.hatId, endedByName: principal.name })
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.folder).where('untilAt', 'is', null)
      .returning(['id', 'name']).executeTakeFirst()
    if (!ended) notFound()
    return { folder: ended.id }
  },
  audit: ({ input }) => ({ subjectId: input.folder }),
})
