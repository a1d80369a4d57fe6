import type { Cell, Relation, Target, TargetObject } from '../engine/types'
import { anonymous, carrying, ground, outside, table, turnedAway } from './cast'
import { handlers } from './inventory'
import type { Installation, Scene } from './scene'

const kinds = ['patient', 'proxy', 'staff', 'former', 'one factor', 'closed', 'anonymous']

const relations: Relation[] = [
  ...outside,
  { name: 'one factor', principal: { state: 'one factor' } },
  { name: 'a link made for this session', object: { is: 'link' }, same: ['session'] },
  { name: 'a link made for another session of the same hat', object: { is: 'link' }, same: ['hat'] },
  { name: 'a link made for somebody else', object: { is: 'link' } },
  { name: 'own hat', object: { is: 'hat' }, same: ['hat'] },
  { name: 'another’s hat', object: { is: 'hat' } },
  { name: 'own record', kinds: ['patient', 'proxy'], object: { seen: 'yes' }, same: ['patient'] },
  { name: 'own record, not for her to see', kinds: ['patient', 'proxy'], object: { seen: 'no' }, same: ['patient'] },
  { name: 'another patient here', kinds: ['patient', 'proxy'], same: ['practice'], differ: ['patient'] },
  { name: 'own practice', kinds: ['staff'], same: ['practice'] },
  { name: 'another practice', differ: ['practice'] },
]
const opens = new Set(['a link made for this session', 'own hat', 'own record', 'own practice'])

/** The doors of documents' bytes: the opening that signs, and the link that serves, under every way of reading. */
export function papersTarget(at: Installation, scene: Scene): Target {
  const { staff, others, portal, papers } = scene
  const hat = (name: string, value: string, practice: string): TargetObject => ({ name: `the hat of ${name}`, kind: 'hat', value, owner: name, labels: { is: 'hat', hat: name, practice } })
  const paper = (name: string, which: keyof Scene['papers'], of: string, practice: string, seen: 'yes' | 'no', who: string[]): TargetObject => ({
    name, kind: 'paper', value: papers[which].id, canaries: [papers[which].title], owner: who[0] ?? '', labels: { patient: of, practice, seen },
    within: { hat: who.map((one) => `the hat of ${one}`) },
  })
  const link = (who: string, hatId: string, which: keyof Scene['papers'], labels: Record<string, string>): TargetObject => ({
    name: `a link of ${who}’s`, kind: 'link', owner: who, fresh: true, labels: { is: 'link', ...labels }, canaries: [papers[which].title],
    learn: [{ path: `/v1/o/${hatId}/${papers[which].id}`, expect: [303], capture: [{ name: 'id', from: 'header', key: 'location', pattern: '^/v1/d/.*$' }] }],
  })
  const sheet = (who: string, hatId: string, which: keyof Scene['papers'], labels: Record<string, string>): TargetObject => ({
    name: `a sheet of ${who}’s`, kind: 'sheet', owner: who, fresh: true, labels: { is: 'link', ...labels }, canaries: [papers[which].title],
    learn: [{ path: `/v1/o/${hatId}/sheet?d=${papers[which].id}`, expect: [303], capture: [{ name: 'id', from: 'header', key: 'location', pattern: '^/v1/p/.*$' }] }],
  })
  const open = `/v1/o/${portal.ann.hat}/${papers.released.id}`
  const door = (hatId: string) => `/v1/o/${hatId}/${papers.released.id}`
  const cell = (_kind: string, relation: string): Cell => (opens.has(relation) ? 'allow' : relation === 'one factor' ? 'deny-role' : 'deny-like-absent')
  return {
    ...ground(at, 'the doors of documents'),
    principals: [
      carrying(scene, 'ann', 'patient', portal.ann, { practice: 'A', patient: 'ann', hat: 'ann', session: 'ann' }, { hat: 'the hat of ann', paper: 'a released paper of Ann’s' }),
      carrying(scene, 'ann, signed in elsewhere', 'patient', others.annElsewhere, { practice: 'A', patient: 'ann', hat: 'ann', session: 'ann 2' }, { hat: 'the hat of ann', paper: 'a released paper of Ann’s' }),
      carrying(scene, 'bea', 'patient', portal.bea, { practice: 'A', patient: 'bea', hat: 'bea', session: 'bea' }, { hat: 'the hat of bea', paper: 'a paper of Bea’s' }),
      carrying(scene, 'cora', 'patient', portal.cora, { practice: 'B', patient: 'cora', hat: 'cora', session: 'cora' }, { hat: 'the hat of cora', paper: 'a paper of Cora’s' }),
      carrying(scene, 'paul', 'proxy', portal.paul, { practice: 'A', patient: 'ann', hat: 'paul', session: 'paul' }, { hat: 'the hat of paul', paper: 'a released paper of Ann’s' }),
      carrying(scene, 'front desk', 'staff', staff.desk, { practice: 'A', hat: 'front desk', session: 'desk' }, { hat: 'the hat of front desk', paper: 'a held paper of Ann’s' }),
      carrying(scene, 'owner of B', 'staff', staff.ownerB, { practice: 'B', hat: 'owner of B', session: 'ownerB' }, { hat: 'the hat of owner of B', paper: 'a paper of Cora’s' }),
      turnedAway(carrying(scene, 'the member who left A', 'former', others.formerMember, { practice: 'A', state: 'former member' }), open, [404]),
      turnedAway(carrying(scene, 'the patient whose access at A ended', 'former', others.formerPatient, { practice: 'A', state: 'former patient' }), open, [404]),
      turnedAway(carrying(scene, 'a proxy of Ann’s no more', 'former', others.formerProxy, { practice: 'A', state: 'former patient' }), open, [404]),
      turnedAway(carrying(scene, 'front desk, with one factor', 'one factor', others.oneFactor, { practice: 'A', hat: 'front desk', state: 'one factor' }), door(staff.desk.hat), [303]),
      turnedAway(carrying(scene, 'ann, locked', 'closed', others.lockedAnn, { practice: 'A', state: 'locked' }), open, [303]),
      turnedAway(carrying(scene, 'owner, signed out', 'closed', others.ended, { practice: 'A', state: 'ended' }), open, [303]),
      anonymous,
    ],
    objects: [
      hat('ann', portal.ann.hat, 'A'), hat('bea', portal.bea.hat, 'A'), hat('cora', portal.cora.hat, 'B'), hat('paul', portal.paul.hat, 'A'),
      hat('front desk', staff.desk.hat, 'A'), hat('owner of B', staff.ownerB.hat, 'B'),
      paper('a released paper of Ann’s', 'released', 'ann', 'A', 'yes', ['ann', 'paul', 'front desk']),
      paper('a held paper of Ann’s', 'held', 'ann', 'A', 'no', ['front desk']),
      paper('a withdrawn paper of Ann’s', 'withdrawn', 'ann', 'A', 'no', ['front desk']),
      paper('an unfiled paper of Ann’s', 'unfiled', 'ann', 'A', 'no', ['front desk']),
      paper('a paper of Bea’s', 'beas', 'bea', 'A', 'yes', ['bea', 'front desk']),
      paper('a paper of Cora’s', 'coras', 'cora', 'B', 'yes', ['cora', 'owner of B']),
      link('ann', portal.ann.hat, 'released', { session: 'ann', hat: 'ann' }),
      link('front desk', staff.desk.hat, 'held', { session: 'desk', hat: 'front desk' }),
      link('cora', portal.cora.hat, 'coras', { session: 'cora', hat: 'cora' }),
      sheet('ann', portal.ann.hat, 'released', { session: 'ann', hat: 'ann' }),
      sheet('front desk', staff.desk.hat, 'held', { session: 'desk', hat: 'front desk' }),
      sheet('cora', portal.cora.hat, 'coras', { session: 'cora', hat: 'cora' }),
    ],
    relations,
    routes: [
      {
        id: 'GET /v1/o/{hat}/{document}', path: '/v1/o/{hat}/{document}', params: { hat: 'hat', document: 'paper' }, cells: 'doors',
        reads: ['GET', { id: 'HEAD', method: 'HEAD' }], positive: { status: [303], headers: { location: '^/v1/d/{hat}/{document}/' } },
        unauthenticated: { status: [303], headers: { location: '^/(sign-in|locked)\\?next=' } }, role: { status: [303, 404] },
      },
      {
        id: 'GET /v1/d/{link}', path: '{+link}', params: { link: 'link' }, cells: 'doors', covers: ['GET /v1/d/{link}', 'HEAD /v1/d/{link}'],
        reads: ['GET', 'HEAD', 'RANGE', 'RANGE-END', 'RANGE-BEYOND', 'CONDITIONAL'], unauthenticated: { status: [401] }, role: { status: [401, 404] },
      },
      {
        id: 'GET /v1/o/{hat}/sheet', path: '/v1/o/{hat}/sheet?d={document}', params: { hat: 'hat', document: 'paper' }, cells: 'doors',
        reads: ['GET'], positive: { status: [303], headers: { location: '^/v1/p/{hat}/{document}\\?' } },
        unauthenticated: { status: [401] }, role: { status: [401, 404] },
      },
      {
        id: 'GET /v1/p/{link}', path: '{+link}', params: { link: 'sheet' }, cells: 'doors', reads: ['GET'],
        positive: { status: [200], headers: { 'content-type': '^image/webp$' } }, unauthenticated: { status: [401] }, role: { status: [401, 404] },
      },
    ],
    tables: { doors: table(relations, kinds, cell) },
    absentIds: { link: { parts: '^/v1/d/[^/]+/([^/]+)/' }, sheet: { parts: '^/v1/p/[^/]+/([^/?]+)\\?' } },
    inventory: handlers().filter(({ id }) => / \/v1\/[dop]\//.test(id)),
  }
}
