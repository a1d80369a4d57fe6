import type { Role } from '@/lib/access/principal'

/**
 * Who may do what, operation by operation. This page is the security review: a new operation without a row fails the
 * test, and a row that its policy does not keep fails it too.
 *
 * - staff operations: the roles that may. Every other role is `forbidden`.
 * - `patient`: every portal hat, for the record of that hat.
 * - `person`: whoever has a live session. `visitor`: anybody.
 * - `stepUp`: only within ten minutes of a confirmation. `locked`: also while the session is locked.
 * - `closed`: what containment closes it.
 */
export type Row = {
  who: 'visitor' | 'person' | 'patient' | readonly Role[]
  stepUp?: true
  locked?: true
  closed: readonly ('documents' | 'portal' | 'writes')[]
}

const all: Role[] = ['owner', 'privacy_officer', 'dentist', 'hygienist', 'assistant', 'front_desk', 'billing']
const files: Role[] = ['owner', 'dentist', 'hygienist', 'assistant', 'front_desk', 'billing']
const releases: Role[] = ['owner', 'privacy_officer', 'dentist', 'hygienist', 'front_desk']

export const matrix: Record<string, Row> = {
  'documents.list': { who: all, closed: [] },
  'documents.to_file': { who: all, closed: [] },
  'documents.show': { who: all, closed: [] },
  'documents.link': { who: all, closed: [] },
  'documents.redeem': { who: all, closed: [] },
  'documents.arrive': { who: files, closed: ['writes'] },
  'documents.arrived': { who: files, closed: [] },
  'documents.arrival_failed': { who: files, closed: [] },
  'documents.file': { who: files, closed: ['writes'] },
  'documents.review': { who: ['dentist'], closed: ['writes'] },
  'documents.release': { who: releases, closed: ['writes'] },
  'documents.withdraw': { who: releases, closed: [] },

  'portal.frame': { who: 'patient', closed: [] },
  'portal.documents.list': { who: 'patient', closed: ['documents', 'portal'] },
  'portal.documents.show': { who: 'patient', closed: ['documents', 'portal'] },
  'portal.documents.link': { who: 'patient', closed: ['documents', 'portal'] },
  'portal.documents.redeem': { who: 'patient', closed: ['documents', 'portal'] },
  'portal.looks': { who: 'patient', closed: ['portal'] },
  'portal.visits': { who: 'patient', closed: ['portal'] },
}
