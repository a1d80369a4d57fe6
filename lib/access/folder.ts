import 'server-only'
import { sql } from 'kysely'
import { identity } from '@/db/identity'
import { hashToken, isUuid, type Caller, type Containable, type Found, type HatRef } from '@/lib/access/principal'

type Row = { folderId: string; folderName: string; practiceId: string; practiceName: string; timeZone: string; practiceEpoch: number; closed: Containable[] }

const nobody: Found = { person: null, hat: null }

/**
 * Round trip one of a folder program: the credential in its header, read afresh from the database at each request, for the one
 * program that the address names. One that was ended, another's and none are one: nobody.
 */
export async function findFolder(caller: Caller, hat: HatRef): Promise<Found> {
  const folder = typeof hat === 'object' && hat !== null && 'folder' in hat && isUuid(hat.folder) ? hat.folder : null
  if (!folder || !caller.folder) return nobody
  const hash = hashToken(caller.folder)
  const [row] = await identity(async (db) => (await sql<Row>`select * from identity.folder(${hash}, ${folder})`.execute(db)).rows)
  if (!row) return nobody
  return {
    person: null,
    hat: {
      kind: 'folder', hatId: row.folderId, personId: '', name: row.folderName, closed: row.closed, session: { id: row.folderId },
      practice: { id: row.practiceId, name: row.practiceName, timeZone: row.timeZone, epoch: row.practiceEpoch },
    },
  }
}
