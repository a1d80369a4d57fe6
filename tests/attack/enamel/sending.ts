import type { Cell, Relation, Route, Target, TargetObject } from '../engine/types'
import type { Backstage } from './backstage'
import { anonymous, carrying, ground, outside, table, turnedAway } from './cast'
import { handlers } from './inventory'
import { inParts, type Installation, type Scene } from './scene'

const kinds = ['patient', 'proxy', 'staff', 'former', 'closed', 'anonymous']

const relations: Relation[] = [
  ...outside,
  { name: 'own hat', same: ['hat'], required: true },
  { name: 'another hat of the record', kinds: ['patient', 'proxy'], same: ['patient'], required: true },
  { name: 'another patient here', kinds: ['patient', 'proxy'], same: ['practice'], required: true },
  { name: 'staff of the practice', kinds: ['staff'], same: ['practice'] },
  { name: 'another practice', differ: ['practice'], required: true },
]

/** Asking how far an upload is, sending all of it, and giving it up. */
export function uploadRoutes(path: string, params: Record<string, string>, tag: string): Pick<Route, 'id' | 'method' | 'path' | 'params' | 'headers' | 'body' | 'positive' | 'absent'>[] {
  return [
    { id: `HEAD ${path}`, method: 'HEAD', path, params, positive: { status: [200], headers: { 'upload-offset': '^0$' } }, absent: { status: [404] } },
    {
      id: `PATCH ${path}`, method: 'PATCH', path, params, headers: { 'upload-offset': '0' },
      body: { type: 'text', contentType: 'application/offset+octet-stream', value: inParts(tag).toString('latin1') }, positive: { status: [200], changesProbe: true }, absent: { status: [404] },
    },
    { id: `DELETE ${path}`, method: 'DELETE', path, params, positive: { status: [204], changesProbe: true }, absent: { status: [404] } },
  ]
}

/** What patients send, door by door: each hat's own sendings are its own, and to everybody else they are not there. */
export function sendingTarget(at: Installation, scene: Scene, behind: Backstage): Target {
  const { staff, others, portal, uploads } = scene
  const ours = { origin: at.origin, 'sec-fetch-site': 'same-origin' }
  const witnessed = { probe: { path: `${behind.origin}/witness` }, after: [{ path: `${behind.origin}/restore` }] }
  const who = { ann: ['ann', 'A'], bea: ['bea', 'A'], cora: ['cora', 'B'], paul: ['ann', 'A'] } as const
  type Who = keyof typeof who
  const labels = (name: Who) => ({ hat: name, patient: who[name][0], practice: who[name][1] })
  const objects = (Object.keys(who) as Who[]).flatMap((name): TargetObject[] => [
    { name: `the hat of ${name}`, kind: 'hat', value: portal[name].hat, owner: name, labels: labels(name) },
    { name: `what ${name} sends`, kind: 'sending', value: uploads[name], owner: name, labels: labels(name), within: { hat: `the hat of ${name}` } },
  ])
  const principal = (name: Who) => carrying(scene, name, name === 'paul' ? 'proxy' : 'patient', portal[name], labels(name), { hat: `the hat of ${name}`, sending: `what ${name} sends` })
  const cell = (_kind: string, relation: string): Cell => (relation === 'own hat' ? 'allow' : 'deny-like-absent')
  const lost = `/portal/${scene.tag}`
  const begin: ReturnType<typeof uploadRoutes>[number] = {
    id: 'POST /v1/s/{hat}', method: 'POST', path: '/v1/s/{hat}', params: { hat: 'hat' },
    body: { type: 'json', value: { as: 'photo', note: 'Since Monday', fileName: 'where.jpg', size: 1000, type: 'image/jpeg' } }, positive: { status: [201], changesProbe: true }, absent: { status: [404] },
  }
  const routes = [begin, ...uploadRoutes('/v1/s/{hat}/{document}', { hat: 'hat', document: 'sending' }, scene.tag)].map((route): Route => ({
    ...route, cells: 'senders', headers: { ...ours, ...route.headers }, ...witnessed, unauthenticated: { status: [401] },
  }))
  return {
    ...ground(at, 'what patients send'),
    principals: [
      principal('ann'), principal('bea'), principal('cora'), principal('paul'),
      turnedAway(carrying(scene, 'owner of A', 'staff', staff.owner, { practice: 'A' }), `/practice/${scene.offices.a.id}`, [200]),
      turnedAway(carrying(scene, 'the patient whose access at A ended', 'former', others.formerPatient, { practice: 'A', state: 'former patient' }), lost, [404]),
      turnedAway(carrying(scene, 'a proxy of Ann’s no more', 'former', others.formerProxy, { practice: 'A', state: 'former patient', patient: 'ann' }), lost, [404]),
      turnedAway(carrying(scene, 'the member who left A', 'former', others.formerMember, { practice: 'A', state: 'former member' }), lost, [404]),
      turnedAway(carrying(scene, 'ann, locked', 'closed', others.lockedAnn, { practice: 'A', state: 'locked' }), `/portal/${portal.ann.hat}`, [307]),
      turnedAway(carrying(scene, 'ann, run out', 'closed', others.endedAnn, { practice: 'A', state: 'ended' }), `/portal/${portal.ann.hat}`, [307]),
      anonymous,
    ],
    objects, relations, routes, origins: [behind.origin],
    tables: { senders: table(relations, kinds, cell) },
    inventory: handlers().filter(({ id }) => / \/v1\/s\//.test(id)),
  }
}
