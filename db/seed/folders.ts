import 'server-only'
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { makeFile } from '@/db/seed/files/make-file'
import { insertRows, type ids } from '@/db/seed/rows'
import { storeFile } from '@/db/seed/store-files'
import type { Story } from '@/db/seed/story/types'
import { policyVersion } from '@/lib/access/audit'
import type { WrappedPracticeKey } from '@/lib/vault/keys'

type Id = ReturnType<typeof ids>

/**
 * A sensor in the hygiene room whose films come in by themselves: one lies under "To file", with the patient whose chart was open
 * there. Its credential is random and nobody's.
 */
export async function folders(client: pg.Client, told: Story, id: Id, keys: ReadonlyMap<string, WrappedPracticeKey>): Promise<void> {
  const computer = told.workstations.find(({ name }) => name === 'Hygiene 1')
  const film = told.documents.find((one) => one.practice === computer?.practice && one.kind === 'bitewing' && one.filed !== null)
  const owner = told.memberships.find(({ key }) => key === computer?.enrolledBy)
  const hygienist = told.memberships.find((one) => one.practice === computer?.practice && one.roles.includes('hygienist') && !one.until)
  if (!computer || !film || !owner || !hygienist) throw new Error('the story knows no hygiene room with films')
  const practice_id = id('practice', computer.practice)
  const folder = id('folder', 'hygiene-sensor')
  const name = `Sensor at ${computer.name}`
  const ago = (minutes: number) => new Date(told.today.getTime() - minutes * 60_000)
  await insertRows(client, 'folder_program', [{
    practice_id, id: folder, workstation_id: id('workstation', computer.key), name: 'Sensor', token_hash: randomBytes(32), made_by: id('membership', owner.key),
    made_by_name: owner.displayName, from_at: ago(60 * 24 * 30), last_used_at: ago(25),
  }])
  const brought = { ...film, key: `${film.key}/brought` }
  const document_id = id('document', brought.key)
  await insertRows(client, 'document', [{
    practice_id, id: document_id, patient_id: null, title: '', current_version: 1, uploaded_by: folder, uploaded_by_name: name, uploaded_by_patient: false, created_at: ago(25),
  }])
  const made = await makeFile(film, told)
  await insertRows(client, 'document_version', [{
    practice_id, document_id, version: 1, state: 'ready', ...(await storeFile(brought, id, keys, { ...made, fileName: `sensor-0412${made.fileName.slice(made.fileName.lastIndexOf('.'))}` })).columns,
    created_at: ago(25), ready_at: ago(25),
  }])
  await insertRows(client, 'document_proposal', [{
    practice_id, document_id, patient_id: id('patient', film.patient), workstation_name: computer.name, opened_by_name: hygienist.displayName,
  }])
  await insertRows(client, 'audit_event', (['folder.begin', 'folder.arrived'] as const).map((operation, second) => ({
    practice_id, at: new Date(ago(25).getTime() + second * 1_000), id: id('event', `folder/${operation}`), actor_kind: 'folder', hat_id: folder, person_id: null, actor_name: name,
    actor_roles: ['folder_program'], session_id: folder, request_id: null, operation, decision: 'allow', reason: '', policy_version: policyVersion,
    patient_id: null, document_id, subject_id: null, detail: {},
  })))
}
