import type { OperationName } from './points'

const recorded = (operation: string, more = '') => `exists (select from audit_event e where e.practice_id = d.practice_id and e.document_id = d.id and e.operation = '${operation}' and e.decision = 'allow' ${more})`
const released = `exists (select from release r where r.document_id = d.id and r.until_at is null)`
const order = (state: string) => `exists (select from destruction o where o.document_id = d.id and ${state})`
const ready = (version: number) => `exists (select from document_version v where v.document_id = d.id and v.version = ${version} and v.state = 'ready')`
const arrived = [ready(1), recorded('documents.arrived')]

/**
 * What each operation changes, as statements about a document \`d\`: all of them hold once it was done, and none before. Crashed
 * at any point, they are all true or all false.
 */
export const facts: Record<OperationName, readonly string[]> = {
  upload: arrived,
  parts: arrived,
  'large-parts': arrived,
  send: [ready(1), recorded('portal.send.complete')],
  correct: [ready(2), recorded('documents.arrived', `and e.detail->>'version' = '2'`), 'd.current_version = 2'],
  cancel: [`exists (select from document_version v where v.document_id = d.id and v.state = 'expired' and v.failure = 'cancelled')`, recorded('documents.upload_cancel')],
  pictures: [`exists (select from document_version v where v.document_id = d.id and v.rendered = 'done')`],
  file: ['d.filed_at is not null', `d.title = 'crash paper'`, recorded('documents.file')],
  release: [released, recorded('documents.release')],
  withdraw: [`not ${released}`, recorded('documents.withdraw')],
  move: ['d.patient_id = $2', recorded('documents.move_unfiled')],
  wrong: ['d.patient_id = $2', 'd.filed_at is null', `not ${released}`, 'exists (select from privacy_case c where c.document_id = d.id)',
    recorded('documents.wrong_patient', `and e.detail->>'moved' = 'out'`), recorded('documents.wrong_patient', `and e.detail->>'moved' = 'in'`)],
  delete: ['d.deleted_at is not null', `not ${released}`, order('o.cancelled_at is null'), recorded('deletion.delete')],
  restore: ['d.deleted_at is null', order('o.cancelled_at is not null'), recorded('deletion.restore')],
  destroy: ['d.destroyed_at is not null', order('o.destroyed_at is not null'), recorded('retention.destroyed'),
    `not exists (select from document_version v where v.document_id = d.id and (v.wrapped_dek is not null or v.state <> 'shredded'))`],
  tidy: [`exists (select from document_version v where v.document_id = d.id and v.state = 'expired')`],
  serve: [],
  sheet: [],
}
