import 'server-only'
import { sql } from 'kysely'
import type { Transaction } from '@/db/transaction'
import type { Principal } from '@/lib/access/principal'

/** Raised whenever a policy's meaning changes, so that a past decision can be judged by the rules of its time. */
export const policyVersion = '1'

/** Ids and codes; never a name, a title or a text of the record. */
export type AuditDetail = Record<string, string | number | boolean | null>
export type AuditEvent = {
  operation: string
  decision: 'allow' | 'deny'
  reason?: string
  patientId?: string | null
  documentId?: string | null
  /** What else was acted on: a member, an invitation, a workstation. */
  subjectId?: string | null
  detail?: AuditDetail
}
export type RecordEvent = (event: Partial<AuditEvent> & { decision?: 'allow' | 'deny' }) => Promise<void>

/**
 * What an operation writes about itself, in its own transaction. `about` names whom it concerns, from the input alone, so
 * that a refusal can be recorded too. Reads that open nothing say why they leave no trace.
 */
export type AuditPlan<P extends Principal, Input, Output> = Nothing | About<P, Input, Output>
export type Nothing = { nothing: string }
/** Whom a call concerns; null writes no event. `output` is undefined when the operation was refused. */
export type About<P extends Principal, Input, Output> =
  (given: { principal: P; input: Input; output: Output | undefined }) => Subject | null

export type Subject = Pick<AuditEvent, 'patientId' | 'documentId' | 'subjectId' | 'detail'>

/** No audit event, and the reason: it stands in the access matrix for all to read. */
export const nothing = (because: string): Nothing => ({ nothing: because })

/** Writes one audit event into the caller's transaction. Actor, practice, session and time are the database's to fill in. */
export async function writeAudit(db: Transaction, audit: AuditEvent): Promise<void> {
  await sql`select audit.record(${audit.operation}, ${audit.decision}, ${audit.reason ?? ''}, ${policyVersion},
    ${audit.patientId ?? null}, ${audit.documentId ?? null}, ${audit.subjectId ?? null}, ${JSON.stringify(audit.detail ?? {})}::jsonb)`.execute(db)
}

/** Writes many events in one statement, in the order given. */
export async function writeAudits(db: Transaction, audits: readonly AuditEvent[]): Promise<void> {
  await sql`select audit.record(e->>'operation', e->>'decision', coalesce(e->>'reason', ''), ${policyVersion},
    (e->>'patientId')::uuid, (e->>'documentId')::uuid, (e->>'subjectId')::uuid, coalesce(e->'detail', '{}'))
    from jsonb_array_elements(${JSON.stringify(audits)}::jsonb) e`.execute(db)
}
