import 'server-only'
import type pg from 'pg'
import { insertRows, type ids } from '@/db/seed/rows'
import type { Story } from '@/db/seed/story/types'
import { policyVersion } from '@/lib/access/audit'

const day = 86_400_000

/**
 * The mix-up of the two Nguyens: a paper of Catherine's was filed for Katherine, who was let see it and opened it, before
 * somebody noticed the birth date. And a letter in the tray that says of itself that it is somebody else's.
 */
export async function wrongRecord(client: pg.ClientBase, told: Story, id: ReturnType<typeof ids>): Promise<void> {
  const wrong = 'riverbend/katherine-nguyen'
  const document = told.documents.find((one) => one.patient === 'riverbend/catherine-nguyen' && one.filed !== null)
  const reader = told.portalAccesses.find((one) => one.patient === wrong && one.until === null)
  const desk = told.memberships.find((one) => one.practice === 'riverbend' && one.roles.includes('front_desk') && one.until === null)
  if (document && reader && desk) {
    const practice = id('practice', 'riverbend')
    const noticed = document.uploadedAt
    const came = new Date(noticed.getTime() - 3 * day)
    const at = { practice_id: practice, document_id: id('document', document.key), patient_id: id('patient', wrong) }
    await client.query('update document set created_at = $2 where id = $1', [at.document_id, came])
    await insertRows(client, 'release', [{
      ...at, id: id('release', `${document.key}/wrong`), note: '', from_at: new Date(came.getTime() + 600_000), until_at: noticed, released_by: id('membership', desk.key),
      released_by_name: desk.displayName, audience: 'all', ended_by: id('membership', desk.key), ended_by_name: desk.displayName, ended_why: 'it stood in the wrong record',
    }])
    await insertRows(client, 'audit_event', [{
      ...at, at: new Date(came.getTime() + day), id: id('event', `${document.key}/wrong`), actor_kind: 'patient', hat_id: id('access', reader.key), person_id: id('person', reader.person),
      actor_name: reader.displayName, actor_roles: [reader.relation], operation: 'portal.documents.redeem', decision: 'allow', reason: '', policy_version: policyVersion, detail: {},
    }])
    await insertRows(client, 'privacy_case', [{
      ...at, id: id('privacy case', document.key), kind: 'wrong_patient', right_patient_id: id('patient', document.patient), title: document.title, category: document.category, shown: true,
      stood_from: came, why: 'Filed for Katherine; it is Catherine’s. The names sound alike, and two digits of the birth dates are swapped.', opened_at: noticed,
      opened_by: id('membership', desk.key), opened_by_name: desk.displayName,
    }])
  }
  // The letter says whose it is; it was scanned into the chart of whoever came in next.
  const tray = told.documents.find((one) => one.practice === 'riverbend' && one.filed === null && one.kind === 'insurance_letter')
  const other = told.patients.find((one) => one.practice === 'riverbend' && one.key !== tray?.patient && one.archived === null)
  if (tray && other) await client.query('update document set patient_id = $2 where id = $1', [id('document', tray.key), id('patient', other.key)])
}
