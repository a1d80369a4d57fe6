import { randomBytes, randomUUID } from 'node:crypto'
import { scene } from '../enrolment/scene'

/** The small world with browsers, and papers to file, review and release. */
export async function office() {
  const s = await scene()
  const { a, members, people, sql } = s
  const browsers = {
    owner: await s.browser(people.owner), desk: await s.browser(people.desk), hygienist: await s.browser(people.hygienist),
    billing: await s.browser(people.billing), anna: await s.browser(people.anna), parent: await s.browser(people.parent),
  }

  /** A paper of one patient, ready: its bytes are nobody's matter here. */
  async function paper(patient: string, filed = true): Promise<string> {
    const id = randomUUID()
    await s.put('document', {
      practice_id: a.id, id, patient_id: patient, uploaded_by: members.desk, uploaded_by_name: 'Dana Desk',
      ...(filed ? { category: 'letter', title: `paper ${id}`, taken_on: '2026-03-04', filed_at: new Date(), filed_by: members.desk } : { title: '' }),
    })
    await s.put('document_version', {
      practice_id: a.id, document_id: id, version: 1, state: 'ready', file_name: 'paper.pdf', content_type: 'application/pdf', byte_size: 9,
      sha256: randomBytes(32), storage_key: randomBytes(16).toString('hex'), key_version: 1, wrapped_dek: randomBytes(40), commitment: randomBytes(32), ready_at: new Date(), rendered: 'none',
    })
    return id
  }

  /** The rule in force for letters. */
  async function rule(timing: 'on_filing' | 'after_review' | 'never'): Promise<void> {
    await sql(`update release_rule set until_at = now() where practice_id = $1 and until_at is null`, [a.id])
    await s.put('release_rule', { practice_id: a.id, category: 'letter', timing, set_by: members.owner })
  }

  const releases = (document: string) =>
    sql<{ live: boolean; by: string; why: string | null; ruled: boolean }>(`select until_at is null and (expires_at is null or expires_at > now()) as live,
      released_by_name as by, ended_why as why, rule_id is not null as ruled from release where document_id = $1 order by from_at, until_at nulls last`, [document])

  const live = async (document: string) => (await releases(document)).filter((release) => release.live).length

  return { ...s, here: { practice: a.id }, browsers, paper, rule, releases, live }
}
export type Office = Awaited<ReturnType<typeof office>>
