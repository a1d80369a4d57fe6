import 'server-only'
import type { withLatestRelease } from '@/lib/documents/rows'
import type { Proposed } from '@/lib/documents/schema'
import { fullName } from '@/lib/format/names'

/** Beside documents, whose they may be: whose chart was open where a folder program brought them. Archived charts are no answer. */
export function withProposal(rows: ReturnType<typeof withLatestRelease>) {
  return rows
    .leftJoin('documentProposal as proposal', (join) =>
      join.onRef('proposal.practiceId', '=', 'document.practiceId').onRef('proposal.documentId', '=', 'document.id'))
    .leftJoin('patient as proposed', (join) =>
      join.onRef('proposed.practiceId', '=', 'proposal.practiceId').onRef('proposed.id', '=', 'proposal.patientId').on('proposed.archivedAt', 'is', null))
    .select(['proposed.id as proposedId', 'proposed.givenName as proposedGiven', 'proposed.familyName as proposedFamily', 'proposed.birthDate as proposedBirth',
      'proposed.chartNumber as proposedChart', 'proposal.workstationName', 'proposal.openedByName', 'document.patientId as standsWith'])
}

type Row = {
  standsWith: string | null; proposedId: string | null; proposedGiven: string | null; proposedFamily: string | null; proposedBirth: string | null
  proposedChart: string | null; workstationName: string | null; openedByName: string | null
}

/** A proposal is one only until somebody has said whose it is. */
export function proposedFor(row: Row): Proposed | null {
  if (row.standsWith !== null || row.proposedId === null) return null
  return {
    patient: row.proposedId, name: fullName({ givenName: row.proposedGiven ?? '', familyName: row.proposedFamily ?? '' }), birthDate: row.proposedBirth ?? '',
    chartNumber: row.proposedChart ?? '', at: row.workstationName ?? '', openedBy: row.openedByName ?? '',
  }
}
