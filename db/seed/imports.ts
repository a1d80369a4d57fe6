import 'server-only'
import type pg from 'pg'
import { makeFile } from '@/db/seed/files/make-file'
import { insertRows, type ids } from '@/db/seed/rows'
import { storeFile } from '@/db/seed/store-files'
import type { Story } from '@/db/seed/story/types'
import type { WrappedPracticeKey } from '@/lib/vault/keys'

const practice = 'riverbend'
const well = new Set(['riverbend/katherine-nguyen', 'riverbend/harold-teague'])

/** A few papers of the system before this one, which came in by an index some weeks ago: finished, released to nobody. */
export async function oldPapers(client: pg.Client, told: Story, id: ReturnType<typeof ids>, keys: ReadonlyMap<string, WrappedPracticeKey>): Promise<void> {
  const owner = told.memberships.find((one) => one.practice === practice && one.until === null && one.roles.includes('owner'))
  const models = [...new Map(told.documents
    .filter((one) => one.practice === practice && one.filed && (one.category === 'treatment_plan' || one.category === 'referral') && !well.has(one.patient))
    .map((one) => [one.patient, one])).values()].slice(0, 3)
  if (!owner || models.length === 0) return
  const practice_id = id('practice', practice)
  const by = { id: id('membership', owner.key), name: owner.displayName }
  const day = (days: number) => new Date(told.today.getTime() - days * 86_400_000)
  const batch_id = id('import', 'old-system')
  await insertRows(client, 'import_batch', [{
    practice_id, id: batch_id, file_name: 'old-system-export.csv', state: 'finished', columns: ['file', 'chart_number', 'last_name', 'first_name', 'birth_date', 'category', 'title', 'date', 'tooth'],
    mapping: { columns: { file: 0, chartNumber: 1, lastName: 2, firstName: 3, birthDate: 4, category: 5, title: 6, takenOn: 7, tooth: 8 }, dates: 'mdy', unknown: null },
    row_count: models.length + 2, checked_line: models.length + 3, started_at: day(45), started_by: by.id, started_by_name: by.name, opened_at: day(45), finished_at: day(44),
  }])
  const rows: Record<string, unknown>[] = []
  for (const [at, model] of models.entries()) {
    const old = { ...model, key: `${model.key}/old`, takenOn: `${Number(model.takenOn.slice(0, 4)) - 6}-${model.takenOn.slice(5, 7)}-15`, seed: model.seed + 7_919, releases: [], reviewed: null }
    const document_id = id('document', old.key)
    await insertRows(client, 'document', [{
      practice_id, id: document_id, patient_id: id('patient', old.patient), category: old.category, title: old.title, taken_on: old.takenOn, tooth: old.tooth, current_version: 1,
      uploaded_by: by.id, uploaded_by_name: by.name, uploaded_by_patient: false, created_at: day(45), filed_at: day(45), filed_by: by.id, held_at: day(45), held_by: by.id, import_id: batch_id,
    }])
    await insertRows(client, 'document_version', [{
      practice_id, document_id, version: 1, state: 'ready', ...(await storeFile(old, id, keys, await makeFile(old, told))).columns, created_at: day(45), ready_at: day(45),
    }])
    const path = `export/000${at + 1}/${old.category.replace('_', '-')}.pdf`
    rows.push({ ...row(at + 2, path), patient_id: id('patient', old.patient), category: old.category, title: old.title, taken_on: old.takenOn, tooth: old.tooth, state: 'filed', document_id, problems: [] })
  }
  // One whose chart nobody found, and one that was listed twice.
  rows.push({ ...row(models.length + 2, 'export/0090/letter.pdf'), patient_id: null, category: 'letter', title: 'Letter', taken_on: '2014-05-02', tooth: null, state: 'bad', document_id: null, problems: ['unknown_chart'] })
  rows.push({ ...row(models.length + 3, 'export/0091/scan.pdf'), patient_id: null, category: 'other', title: 'Scan', taken_on: null, tooth: null, state: 'bad', document_id: null, problems: ['no_chart', 'no_date'] })
  await insertRows(client, 'import_row', rows)

  function row(line: number, path: string) {
    return { practice_id, batch_id, line, cells: [], path, path_key: path.split('/').reverse().join('/'), reason: '' }
  }
}
