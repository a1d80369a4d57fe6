import 'server-only'
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { insertRows } from '@/db/seed/rows'
import type { Story, StoryDocument } from '@/db/seed/story/types'
import { policyVersion } from '@/lib/access/audit'

type Id = (kind: string, key: string) => string

const hour = 3_600_000

/**
 * A little sharing, so that its pages have something to show: Katherine let a specialist see her film last week and ended it,
 * the office refers her to another one now, and has asked an imaging centre for what it took. Their links and codes are random
 * and nobody's: to open one, share something.
 */
export async function shares(client: pg.Client, told: Story, id: Id, today: Date): Promise<void> {
  const access = told.portalAccesses.find(({ person, relation, until }) => person === 'katherine' && relation === 'self' && !until)
  const dentist = told.memberships.find(({ practice, roles, until }) => practice === access?.practice && roles.includes('dentist') && !until)
  if (!access || !dentist) throw new Error('the story knows no patient and dentist who share')
  const papers = told.documents.filter((one) => one.patient === access.patient && one.filed && one.releases.some(({ ended, expiresAt }) => !ended && !expiresAt))
  const paper = papers.find(({ category }) => category === 'radiograph') ?? papers[0]
  if (!paper) throw new Error('the story releases nothing to who shares')
  const ago = (hours: number) => new Date(today.getTime() - hours * hour)
  const practice = id('practice', access.practice)
  const row = (key: string, more: Record<string, unknown>) => ({
    practice_id: practice, id: id('share', key), direction: 'out', patient_id: id('patient', access.patient), recipient_email: '', purpose: '', language: 'en', may_save: false,
    made_as: 'staff', made_by: id('membership', dentist.key), made_by_name: dentist.displayName, token_hash: randomBytes(32), code_hash: randomBytes(32), code_tries: 0, max_uses: 3,
    uses: 0, until_at: null, ended_by: null, ended_by_name: null, ended_why: null, ...more,
  })
  await insertRows(client, 'share', [
    row('katherine/reyes', {
      recipient_name: 'Dr. Alba Reyes', purpose: 'A second opinion', made_as: 'patient', made_by: id('access', access.key), made_by_name: access.displayName, uses: 1,
      from_at: ago(150), expires_at: ago(78), until_at: ago(100), ended_by: id('access', access.key), ended_by_name: access.displayName, ended_why: 'ended',
    }),
    row('katherine/endodontics', { recipient_name: 'Bluff City Endodontics', purpose: 'Please see her about a root canal.', uses: 1, from_at: ago(20), expires_at: new Date(today.getTime() + 52 * hour) }),
    row('katherine/imaging', { direction: 'in', recipient_name: 'North Street Imaging', purpose: 'The panoramic film that you took in spring, please.', max_uses: 5, from_at: ago(3), expires_at: new Date(today.getTime() + 69 * hour) }),
  ])
  await insertRows(client, 'share_document', ['katherine/reyes', 'katherine/endodontics'].map((key) => ({ practice_id: practice, share_id: id('share', key), document_id: id('document', paper.key), version: 1 })))
  await insertRows(client, 'audit_event', [
    ...opened(paper, 'katherine/reyes', 'Dr. Alba Reyes', 'patient', ago(146)), ...opened(paper, 'katherine/endodontics', 'Bluff City Endodontics', 'staff', ago(18)),
  ])

  function opened(of: StoryDocument, key: string, name: string, as: 'staff' | 'patient', at: Date) {
    return (['shares.open', 'shares.redeem'] as const).map((operation, minute) => ({
      practice_id: practice, at: new Date(at.getTime() + minute * 60_000), id: id('event', `${key}/${operation}`), actor_kind: 'guest', hat_id: id('share', key), person_id: null,
      actor_name: name, actor_roles: [`guest_of_${as}`], session_id: null, request_id: null, operation, decision: 'allow', reason: '', policy_version: policyVersion,
      patient_id: id('patient', of.patient), document_id: operation === 'shares.redeem' ? id('document', of.key) : null, subject_id: id('share', key), detail: {},
    }))
  }
}
