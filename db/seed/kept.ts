import 'server-only'
import type pg from 'pg'
import { makeFile } from '@/db/seed/files/make-file'
import { insertRows, type ids } from '@/db/seed/rows'
import { storeFile } from '@/db/seed/store-files'
import type { Story, StoryDocument } from '@/db/seed/story/types'
import type { WrappedPracticeKey } from '@/lib/vault/keys'

type Id = ReturnType<typeof ids>
type Keys = ReadonlyMap<string, WrappedPracticeKey>

const reader = 'riverbend/katherine-nguyen'
const claimant = 'riverbend/harold-teague'

/** A signed paper that she can see, and that was first scanned with a wrong date on it. */
export function misdated(told: Story): StoryDocument | undefined {
  return told.documents.find((one) => one.patient === reader && one.filed && (one.kind === 'privacy_notice' || one.kind === 'consent') && one.releases.some(({ ended }) => !ended))
}

/** The same paper as it first came in. */
export const asScanned = (paper: StoryDocument): StoryDocument => ({ ...paper, takenOn: `${Number(paper.takenOn.slice(0, 4)) - 1}${paper.takenOn.slice(4)}` })

/** What the year left to be kept: a correction, a scan that came in twice and was deleted, and a hold. */
export async function kept(client: pg.Client, told: Story, id: Id, keys: Keys): Promise<void> {
  const paper = misdated(told)
  const owner = told.memberships.find((one) => one.practice === paper?.practice && one.until === null && one.roles.includes('owner'))
  if (!paper || !owner) return
  const practice_id = id('practice', paper.practice)
  const by = { id: id('membership', owner.key), name: owner.displayName }
  const file = await makeFile(paper, told)
  const hour = (hours: number) => new Date(told.today.getTime() - hours * 3_600_000)

  await insertRows(client, 'document_version', [{
    practice_id, document_id: id('document', paper.key), version: 2, state: 'ready', ...(await storeFile(paper, id, keys, file, 2)).columns,
    added_by: by.id, added_by_name: by.name, correction: 'Scanned with last year’s date on it', correction_note: 'The first copy carried the wrong year. Nothing else has changed.',
    created_at: hour(30), ready_at: hour(30), told_at: hour(30),
  }])
  await client.query('update document set current_version = 2 where practice_id = $1 and id = $2', [practice_id, id('document', paper.key)])

  const twice = { ...paper, key: `${paper.key}/twice` }
  const gone = { deleted_at: hour(50), deleted_by: by.id, deleted_by_name: by.name, deleted_why: 'Scanned twice' }
  await insertRows(client, 'document', [{
    practice_id, id: id('document', twice.key), patient_id: id('patient', paper.patient), category: paper.category, title: paper.title, taken_on: paper.takenOn,
    current_version: 1, uploaded_by: by.id, uploaded_by_name: by.name, uploaded_by_patient: false, created_at: hour(52), filed_at: hour(51), filed_by: by.id, ...gone,
  }])
  await insertRows(client, 'document_version', [{
    practice_id, document_id: id('document', twice.key), version: 1, state: 'ready', ...(await storeFile(twice, id, keys, file)).columns,
    created_at: hour(52), ready_at: hour(52),
  }])
  await client.query(`insert into destruction (practice_id, document_id, cause, why, ordered_at, ordered_by, ordered_by_name) values ($1, $2, 'deletion', $3, $4, $5, $6)`,
    [practice_id, id('document', twice.key), gone.deleted_why, gone.deleted_at, by.id, by.name])

  if (told.patients.some(({ key }) => key === claimant))
    await client.query(`insert into legal_hold (practice_id, patient_id, why, from_at, placed_by, placed_by_name) values ($1, $2, $3, $4, $5, $6)`,
      [practice_id, id('patient', claimant), 'The insurer’s counsel asks to keep everything until the claim about the bridge is settled.', hour(24 * 40), by.id, by.name])
}
