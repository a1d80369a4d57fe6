import type { Relation, Route, Target } from '../engine/types'
import { anonymous, carrying, ground, outside, table, turnedAway } from './cast'
import { pages } from './inventory'
import type { Installation, Scene } from './scene'

const kinds = ['patient', 'proxy', 'narrowed', 'staff', 'former', 'closed', 'anonymous']

const relations: Relation[] = [
  ...outside,
  { name: 'own', same: ['hat'], required: true },
  { name: 'own record', kinds: ['patient', 'proxy'], object: { is: 'paper' }, same: ['patient'] },
  { name: 'within the scope', kinds: ['narrowed'], object: { is: 'paper', about: 'insurance' }, same: ['patient'] },
  { name: 'beyond the scope', kinds: ['narrowed'], object: { is: 'paper' }, same: ['patient'] },
  { name: 'another’s hat on the same record', kinds: ['patient', 'proxy', 'narrowed'], object: { is: 'hat' }, same: ['patient'] },
  { name: 'another patient here', kinds: ['patient', 'proxy', 'narrowed'], same: ['practice'], differ: ['patient'], required: true },
  { name: 'staff of the practice', kinds: ['staff'], same: ['practice'] },
  { name: 'another practice', differ: ['practice'], required: true },
]

const hats = [
  ['/portal/{hat}', '{hat.given}'], ['/portal/{hat}/documents', '{hat.paper}'], ['/portal/{hat}/visits', '{hat.name}'], ['/portal/{hat}/who-looked', '{hat.name}'], ['/portal/{hat}/send', '{hat.name}'], ['/portal/{hat}/people', '{hat.name}'],
  ['/portal/{hat}/shares', '{hat.name}'], ['/portal/{hat}/shares/new', '{hat.name}'],
] as const

/** Every page of the portal. Papers that the patient may not see have no page of their own here: see dead-ends.ts. */
export function portalPages(at: Installation, scene: Scene): Target {
  const { staff, others, portal, patients, papers } = scene
  const hat = (name: keyof Scene['portal'], of: keyof Scene['patients'], practice: string, paper: string) => ({
    name: `the hat of ${name}`, kind: 'hat', value: portal[name].hat, owner: name,
    vars: { name: patients[of].name, given: patients[of].name.split(' ')[0] ?? '', paper }, labels: { is: 'hat', hat: name, patient: of, practice },
  })
  const paper = (name: string, which: keyof Scene['papers'], of: string, practice: string, hatsOf: string[], more: Record<string, string> = {}) => ({
    name, kind: 'paper', value: papers[which].id, canaries: [papers[which].title], owner: hatsOf[0] ?? '', labels: { is: 'paper', patient: of, practice, ...more },
    within: { hat: hatsOf.map((who) => `the hat of ${who}`) },
  })
  const own = (name: string, of: string) => ({ hat: `the hat of ${name}`, paper: `${of}’s paper` })
  const door = `/portal/${portal.ann.hat}`
  const lost = `/portal/${scene.tag}`
  const both = (path: string, rest: Omit<Route, 'id' | 'path' | 'cells'>): Route[] => [
    { id: `GET ${path}`, path, cells: 'own record', ...rest, reads: ['GET', 'HEAD'] },
    {
      id: `RSC ${path}`, covers: [`GET ${path}`], path: `${path}?_rsc`, cells: 'own record', headers: { rsc: '1' }, ...rest, reads: ['GET'],
      absent: { status: [200] }, unauthenticated: { status: [200] },
    },
  ]
  return {
    ...ground(at, 'the portal'),
    principals: [
      carrying(scene, 'ann', 'patient', portal.ann, { practice: 'A', patient: 'ann', hat: 'ann' }, own('ann', 'ann')),
      carrying(scene, 'bea', 'patient', portal.bea, { practice: 'A', patient: 'bea', hat: 'bea' }, own('bea', 'bea')),
      carrying(scene, 'cora', 'patient', portal.cora, { practice: 'B', patient: 'cora', hat: 'cora' }, own('cora', 'cora')),
      carrying(scene, 'paul', 'proxy', portal.paul, { practice: 'A', patient: 'ann', hat: 'paul' }, own('paul', 'ann')),
      carrying(scene, 'nora, who sees what is about insurance', 'narrowed', portal.nora, { practice: 'A', patient: 'ann', hat: 'nora' }, { hat: 'the hat of nora', paper: 'ann’s card' }),
      turnedAway(carrying(scene, 'owner of A', 'staff', staff.owner, { practice: 'A' }), `/practice/${scene.offices.a.id}`, [200]),
      turnedAway(carrying(scene, 'the member who left A', 'former', others.formerMember, { practice: 'A', state: 'former member' }), lost, [404]),
      turnedAway(carrying(scene, 'the patient whose access at A ended', 'former', others.formerPatient, { practice: 'A', state: 'former patient' }), lost, [404]),
      turnedAway(carrying(scene, 'a proxy of Ann’s no more', 'former', others.formerProxy, { practice: 'A', state: 'former patient', patient: 'ann' }), lost, [404]),
      turnedAway(carrying(scene, 'a narrowed proxy of Ann’s no more', 'former', others.formerNarrowed, { practice: 'A', state: 'former patient', patient: 'ann' }), lost, [404]),
      turnedAway(carrying(scene, 'ann, locked', 'closed', others.lockedAnn, { practice: 'A', state: 'locked' }), door, [307]),
      turnedAway(carrying(scene, 'ann, run out', 'closed', others.endedAnn, { practice: 'A', state: 'ended' }), door, [307]),
      anonymous,
    ],
    objects: [
      hat('ann', 'ann', 'A', papers.released.title), hat('bea', 'bea', 'A', papers.beas.title), hat('cora', 'cora', 'B', papers.coras.title), hat('paul', 'ann', 'A', papers.released.title), hat('nora', 'ann', 'A', papers.card.title),
      paper('ann’s paper', 'released', 'ann', 'A', ['ann', 'paul']), paper('ann’s card', 'card', 'ann', 'A', ['nora', 'ann', 'paul'], { about: 'insurance' }), paper('bea’s paper', 'beas', 'bea', 'A', ['bea']), paper('cora’s paper', 'coras', 'cora', 'B', ['cora']),
    ],
    relations,
    routes: [
      ...hats.flatMap(([path, marker]) => both(path, { params: { hat: 'hat' }, positive: { body: marker }, exempt: {} })),
      ...both('/portal/{hat}/documents/{document}', { params: { hat: 'hat', document: 'paper' } }),
    ],
    tables: { 'own record': table(relations, kinds, (kind, relation) => (relation === 'own' || relation === 'own record' || relation === 'within the scope' ? 'allow' : 'deny-like-absent')) },
    unauthenticated: { status: [307], headers: { location: '^/(sign-in|locked)\\?next=' } },
    inventory: pages().filter(({ id }) => id.startsWith('GET /portal/')),
  }
}
