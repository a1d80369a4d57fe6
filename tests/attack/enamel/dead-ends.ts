import { canonical, volatile } from './cast'
import { compare, mask } from '../engine/compare'
import type { Client } from '../engine/client'
import { canariesIn } from '../engine/canary'
import { pages } from './inventory'
import { clientOf, type Hat, type Installation, type Scene } from './scene'

export type DeadEnd = { what: string; opened: boolean; findings: string[] }

/**
 * What nobody can open any more has no positive control of its own: a hat that has ended, a paper that was withdrawn, held
 * or never filed. So each is opened first, by a stagehand, to be seen to work; then it is closed again, and from the very
 * next request must answer its own former reader like an id that never was.
 */
export async function deadEnds(at: Installation, scene: Scene): Promise<DeadEnd[]> {
  const client = clientOf(at)
  try {
    const found: DeadEnd[] = []
    for (const end of plan(scene)) found.push(await tryOne(client, scene, end))
    return found
  } finally {
    client.close()
  }
}

type End = { what: string; as: Hat; paths: { path: string; absent: string; shows: string }[]; open: () => Promise<unknown>; close: () => Promise<unknown> }

const never = '3f9d1c52-7f0b-4d2e-9a41-6c0e8b7a5d13'

function plan({ sql, transaction, papers, portal, others, patients, staff, offices }: Scene): End[] {
  const free = (statement: string, values: unknown[]) => transaction(async (run) => {
    await run('set local session_replication_role = replica')
    await run(statement, values)
  })
  const portalPaths = (hat: string) => pages().filter(({ id }) => id.startsWith('GET /portal/{hat}')).map(({ id }) => {
    const path = id.replace('GET ', '').replace('{document}', papers.released.id)
    return { path: path.replace('{hat}', hat), absent: path.replace('{hat}', never), shows: patients.ann.name }
  })
  const paper = (name: 'held' | 'withdrawn' | 'unfiled', open: () => Promise<unknown>, close: () => Promise<unknown>): End => ({
    what: `a paper of hers, ${name}`, as: portal.ann, open, close,
    paths: [{ path: `/portal/${portal.ann.hat}/documents/${papers[name].id}`, absent: `/portal/${portal.ann.hat}/documents/${never}`, shows: papers[name].title }],
  })
  const release = (name: 'held' | 'unfiled') => () => sql(
    `insert into release (practice_id, document_id, patient_id, released_by_name) values ($1, $2, $3, 'Olive')`, [papers[name].practice, papers[name].id, papers[name].patient])
  const unrelease = (name: 'held' | 'unfiled') => () => free('delete from release where document_id = $1', [papers[name].id])
  return [
    { what: 'a proxy’s hat that has ended', as: others.formerProxy, paths: portalPaths(others.formerProxy.hat),
      open: () => free('update portal_access set until_at = null, ended_why = null where id = $1', [others.formerProxy.hat]),
      close: () => free(`update portal_access set until_at = now(), ended_why = 'over' where id = $1`, [others.formerProxy.hat]) },
    { what: 'a membership that has ended', as: staff.desk, paths: [{ path: `/practice/${offices.a.id}`, absent: `/practice/${never}`, shows: offices.a.name }],
      open: () => Promise.resolve(),
      close: () => free(`update membership set until_at = now(), ended_why = 'left' where id = $1`, [staff.desk.hat]) },
    paper('held', release('held'), unrelease('held')),
    paper('withdrawn', () => free('update release set until_at = null, ended_why = null where document_id = $1', [papers.withdrawn.id]),
      () => free(`update release set until_at = now(), ended_why = 'withdrawn' where document_id = $1`, [papers.withdrawn.id])),
    paper('unfiled', async () => {
      await sql(`update document set category = 'other', title = $2, taken_on = '2026-03-04', filed_at = now(), filed_by = $3 where id = $1`, [papers.unfiled.id, papers.unfiled.title, staff.owner.hat])
      await release('unfiled')()
    }, async () => {
      await unrelease('unfiled')()
      await sql(`update document set category = null, title = '', taken_on = null, filed_at = null, filed_by = null where id = $1`, [papers.unfiled.id])
    }),
  ]
}

async function tryOne(client: Client, scene: Scene, { what, as, paths, open, close }: End): Promise<DeadEnd> {
  const ask = (path: string, headers: Record<string, string> = {}) =>
    client.send({ method: 'GET', url: path, headers: { cookie: `${scene.cookieName}=${as.cookie}`, ...headers } })
  const findings: string[] = []
  await open()
  for (const { path, shows } of paths) {
    const answer = await ask(path)
    if (answer.status !== 200 || canariesIn(answer, [shows]).size === 0) findings.push(`${path} does not open while it should: ${answer.status}`)
  }
  const opened = findings.length === 0
  await close()
  const secrets = [...Object.values(scene.papers).map(({ title }) => title), ...Object.values(scene.patients).map(({ name }) => name)]
  for (const { path, absent } of paths) {
    for (const [headers, query] of [[{}, ''], [{ rsc: '1' }, '?_rsc']] as const) {
      const [mine, nobodys] = [await ask(path + query, headers), await ask(absent + query, headers)]
      const ids = [path, absent].map((address) => address.split('/').find((part) => part === never || (address === path && absent.split('/').indexOf(part) < 0)) ?? '')
      const [first, second] = [mask(canonical(mine), volatile, [ids[0] ?? '']), mask(canonical(nobodys), volatile, [ids[1] ?? ''])]
      findings.push(...compare(first, second).map((difference) => `${path}${query}: told from what never was by ${difference.what}: ${difference.detail}`))
      findings.push(...[...canariesIn(mine, secrets)].filter((canary) => canary !== scene.patients.ann.name || what.startsWith('a proxy') || what.startsWith('a member')).map((canary) => `${path}${query}: ${canary}`))
      if (!query && mine.status !== 404) findings.push(`${path}: answered ${mine.status}`)
    }
  }
  return { what, opened, findings }
}
