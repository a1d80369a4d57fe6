import type { Relation, Route, Target, TargetObject } from '../engine/types'
import type { Backstage } from './backstage'
import { anonymous, carrying, ground, outside, table, turnedAway } from './cast'
import { formBody, learnForms } from './forms'
import { actions } from './inventory'
import { clientOf, type Installation, type Scene } from './scene'

const kinds = ['patient', 'proxy', 'staff', 'former', 'closed', 'anonymous']

const relations: Relation[] = [
  ...outside,
  { name: 'own record', kinds: ['patient'], same: ['patient'], required: true },
  { name: 'another’s hat on the same record', kinds: ['proxy'], same: ['patient'] },
  { name: 'another patient here', kinds: ['patient', 'proxy'], same: ['practice'] },
  { name: 'staff of the practice', kinds: ['staff'], same: ['practice'] },
  { name: 'another practice', differ: ['practice'], required: true },
]

/** What a patient may do with her hat, and nobody with another's: by the forms of her own page. */
export async function portalActs(at: Installation, scene: Scene, behind: Backstage): Promise<Target> {
  const { staff, others, portal, things, cookieName, offices, sql } = scene
  await sql(`update identity.session set step_up_until = now() + interval '10 minutes' where id = any($1::uuid[])`, [scene.ids])
  const page = `/portal/${portal.ann.hat}/people`
  const all: { name: string; holds: string; params: Record<string, string>; fields: Record<string, string> }[] = [
    { name: 'invite', holds: 'name="channel"', params: { hat: 'hat' }, fields: { name: 'A friend', relation: 'helper', channel: 'counter', language: 'en', scope: 'all', until: new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10), email: '' } },
    { name: 'narrow', holds: 'name="access"(?:(?!<form).)*name="scope"', params: { hat: 'hat', access: 'access' }, fields: { access: '{access}', scope: 'categories', categories: 'letter', until: '' } },
    { name: 'end', holds: 'End it now', params: { hat: 'hat', access: 'access' }, fields: { access: '{access}' } },
    { name: 'revoke', holds: 'name="invitation"', params: { hat: 'hat', invitation: 'invitation' }, fields: { invitation: '{invitation}' } },
  ]
  const client = clientOf(at)
  const forms = await learnForms(client, `${cookieName}=${portal.ann.cookie}`, Object.fromEntries(all.map(({ name, holds }) => [name, { page, holds }]))).finally(() => client.close())
  const hat = (name: 'ann' | 'cora', patient: string, practice: string): TargetObject =>
    ({ name: `the hat of ${name}`, kind: 'hat', value: portal[name].hat, owner: name, labels: { patient, practice } })
  const pair = (kind: string, [mine, theirs]: [string, string]): TargetObject[] => [
    { name: `${kind} of ann`, kind, value: mine, owner: 'ann', labels: { patient: 'ann', practice: 'A' }, within: { hat: 'the hat of ann' } },
    { name: `${kind} of cora`, kind, value: theirs, owner: 'cora', labels: { patient: 'cora', practice: 'B' }, within: { hat: 'the hat of cora' } },
  ]
  const own = (name: string) => ({ hat: `the hat of ${name}`, access: `access of ${name}`, invitation: `invitation of ${name}` })
  const lost = `/portal/${scene.tag}`
  const routes: Route[] = all.map(({ name, params, fields }) => ({
    id: `portal/[hat]/people#${name}`, method: 'POST', path: '/portal/{hat}/people', params, headers: { origin: at.origin, 'sec-fetch-site': 'same-origin' }, cells: 'acts',
    body: formBody(forms[name] ?? {}, '{"portal":"{hat}"}', fields),
    probe: { path: `${behind.origin}/witness` }, after: [{ path: `${behind.origin}/restore` }],
    positive: { status: [200, 303], changesProbe: true }, absent: { status: [404, 403, 200] }, role: { status: [403, 200] },
    unauthenticated: { status: [303, 307], headers: { location: '^/(sign-in|locked)' } },
  }))
  const inventory = (await actions()).filter(({ id }) => id.startsWith('portal/'))
  return {
    ...ground(at, 'acts of the portal'),
    principals: [
      carrying(scene, 'ann', 'patient', portal.ann, { practice: 'A', patient: 'ann' }, own('ann')),
      carrying(scene, 'cora', 'patient', portal.cora, { practice: 'B', patient: 'cora' }, own('cora')),
      turnedAway(carrying(scene, 'bea', 'patient', portal.bea, { practice: 'A', patient: 'bea' }), `/portal/${portal.bea.hat}`, [200]),
      turnedAway(carrying(scene, 'paul, who acts for Ann', 'proxy', portal.paul, { practice: 'A', patient: 'ann' }), `/portal/${portal.paul.hat}`, [200]),
      turnedAway(carrying(scene, 'owner of A', 'staff', staff.owner, { practice: 'A' }), `/practice/${offices.a.id}`, [200]),
      turnedAway(carrying(scene, 'the member who left A', 'former', others.formerMember, { practice: 'A', state: 'former member' }), lost, [404]),
      turnedAway(carrying(scene, 'a proxy of Ann’s no more', 'former', others.formerProxy, { practice: 'A', state: 'former patient', patient: 'ann' }), lost, [404]),
      turnedAway(carrying(scene, 'a narrowed proxy of Ann’s no more', 'former', others.formerNarrowed, { practice: 'A', state: 'former patient', patient: 'ann' }), lost, [404]),
      turnedAway(carrying(scene, 'ann, locked', 'closed', others.lockedAnn, { practice: 'A', state: 'locked' }), `/portal/${portal.ann.hat}`, [307]),
      turnedAway(carrying(scene, 'ann, run out', 'closed', others.endedAnn, { practice: 'A', state: 'ended' }), `/portal/${portal.ann.hat}`, [307]),
      anonymous,
    ],
    objects: [
      hat('ann', 'ann', 'A'), hat('cora', 'cora', 'B'),
      ...pair('access', [things.access, things.accessB]), ...pair('invitation', [things.helperInvitation, things.helperInvitationB]),
    ],
    relations, routes, origins: [behind.origin],
    tables: { acts: table(relations, kinds, (kind, relation) => (kind === 'patient' && relation === 'own record' ? 'allow' : 'deny-like-absent')) },
    inventory,
    exempt: {
      'portal/[hat]/send#takeItBack': 'what was sent stands in nobody else’s list: tried in tests/access/swap.test.ts and tests/rls/walls.test.ts',
      'portal/[hat]/shares#share': 'takes a list of papers: tried in tests/access/swap.test.ts',
      'portal/[hat]/shares#end': 'tried with others’ shares in tests/access/swap.test.ts',
      'portal/[hat]/people#leave': 'takes no id but the hat, and ends it: tried in tests/access/matrix.test.ts and tests/db/proxies',
      'portal/[hat]/people#finish': 'takes no id but the hat, whose task it ends: tried in tests/access/matrix.test.ts and tests/db/proxies',
    },
  }
}
