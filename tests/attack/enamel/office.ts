import type { Relation, Route, Target, TargetObject } from '../engine/types'
import { anonymous, carrying, ground, outside, table, turnedAway } from './cast'
import { handlers, pages } from './inventory'
import type { Installation, Scene } from './scene'

const kinds = ['owner', 'front_desk', 'billing', 'no role', 'patient', 'former', 'person', 'one factor', 'closed', 'anonymous']

const relations: Relation[] = [
  ...outside,
  { name: 'one factor, here', principal: { state: 'one factor' }, same: ['practice'] },
  { name: 'no hat at all', principal: { state: 'no hat' } },
  { name: 'a patient here', kinds: ['patient'], same: ['practice'] },
  { name: 'a patient elsewhere', kinds: ['patient'] },
  { name: 'own practice', same: ['practice'], required: true },
  { name: 'another practice', differ: ['practice'], required: true },
]

/** Who of the staff may see a page; everybody else of them is told that their role does not include it. */
const seen = (...roles: string[]) => table(relations, kinds, (kind, relation) => {
  if (relation === 'own practice') return roles.includes(kind) ? 'allow' : 'deny-role'
  return relation === 'one factor, here' ? 'deny-role' : 'deny-like-absent'
})

type Page = Pick<Route, 'path' | 'params' | 'positive'> & { cells: 'everyone' | 'answerable' | 'workers' | 'inviting'; light?: true; json?: true }

const office = (rest: string, cells: Page['cells'], more: Partial<Page> = {}): Page =>
  ({ path: `/practice/{practice}${rest}`, params: { practice: 'practice' }, cells, positive: { body: '{practice.name}' }, ...more })
const chart = (rest: string, cells: Page['cells'] = 'workers'): Page =>
  ({ path: `/practice/{practice}/patients/{patient}${rest}`, params: { practice: 'practice', patient: 'patient' }, cells })

const list: Page[] = [
  office('', 'workers'),
  office('/patients', 'workers'),
  office('/patients/new', 'workers', { light: true }),
  office('/to-file', 'workers', { light: true }),
  office('/upload-failed', 'everyone', { light: true }),
  office('/history', 'workers', { light: true }),
  office('/access', 'workers', { light: true }),
  office('/privacy', 'answerable', { light: true }),
  { path: '/practice/{practice}/privacy/{case}', params: { practice: 'practice', case: 'case' }, cells: 'answerable' },
  office('/settings', 'workers', { light: true }),
  office('/settings/practice', 'answerable', { light: true }),
  office('/settings/releases', 'answerable', { light: true }),
  office('/settings/retention', 'answerable', { light: true }),
  office('/settings/retention/due', 'answerable', { light: true }),
  office('/settings/storage', 'answerable', { light: true }),
  office('/settings/import', 'answerable', { light: true }),
  { path: '/practice/{practice}/settings/import/{batch}', params: { practice: 'practice', batch: 'import' }, cells: 'answerable' },
  office('/deleted', 'answerable', { light: true }),
  office('/members', 'answerable', { light: true }),
  office('/members/invite', 'answerable', { light: true }),
  office('/workstations', 'answerable', { light: true }),
  { path: '/practice/{practice}/members/{member}', params: { practice: 'practice', member: 'member' }, cells: 'answerable', positive: { body: '{member.name}' } },
  chart(''), chart('/edit'), chart('/archive'), chart('/hold'), chart('/portal', 'inviting'), chart('/release', 'inviting'),
  chart('/shares'), chart('/shares/new', 'inviting'), chart('/shares/ask', 'inviting'),
  { path: '/api/practice/{practice}/closed', params: { practice: 'practice' }, cells: 'everyone', positive: { body: '{practice.name}' }, light: true, json: true },
  { path: '/practice/{practice}/documents/{document}/move', params: { practice: 'practice', document: 'paper' }, cells: 'workers', positive: { body: 'Whose is it?' }, light: true },
  { path: '/practice/{practice}/documents/{document}', params: { practice: 'practice', document: 'paper' }, cells: 'workers' },
  { path: '/practice/{practice}/documents/{document}/delete', params: { practice: 'practice', document: 'paper' }, cells: 'workers' },
  { path: '/practice/{practice}/documents/{document}/wrong-patient', params: { practice: 'practice', document: 'paper' }, cells: 'inviting' },
]

/**
 * Every page of the office, as a page and as React asks for it (`RSC: 1`). As React asks, a refusal travels inside an
 * answer of 200, like that for an id that never was.
 */
export function officePages(at: Installation, scene: Scene): Target {
  const { offices: { a, b }, staff, others, portal, patients, papers, things } = scene
  const mine = { practice: 'practice A', import: 'an import at A', case: 'a case at A', patient: 'Annabel', paper: 'a held paper of Annabel’s', member: 'a colleague at A' }
  const here = { practice: 'A' }
  const objects: TargetObject[] = [
    { name: 'practice A', kind: 'practice', value: a.id, vars: { name: a.name }, owner: 'owner', labels: { practice: 'A' } },
    { name: 'practice B', kind: 'practice', value: b.id, vars: { name: b.name }, owner: 'owner of B', labels: { practice: 'B' } },
    { name: 'Annabel', kind: 'patient', value: patients.ann.id, canaries: [patients.ann.name], owner: 'owner', labels: { practice: 'A' }, within: { practice: 'practice A' } },
    { name: 'Corabel', kind: 'patient', value: patients.cora.id, canaries: [patients.cora.name], owner: 'owner of B', labels: { practice: 'B' }, within: { practice: 'practice B' } },
    { name: 'a held paper of Annabel’s', kind: 'paper', value: papers.held.id, canaries: [papers.held.title], owner: 'owner', labels: { practice: 'A' }, within: { practice: 'practice A' } },
    { name: 'a paper of Corabel’s', kind: 'paper', value: papers.coras.id, canaries: [papers.coras.title], owner: 'owner of B', labels: { practice: 'B' }, within: { practice: 'practice B' } },
    { name: 'a case at A', kind: 'case', value: things.privacyCase, canaries: [`Canary-case-${papers.held.title}`], owner: 'owner', labels: { practice: 'A' }, within: { practice: 'practice A' } },
    { name: 'a case at B', kind: 'case', value: things.privacyCaseB, canaries: [`Canary-case-${papers.corasHeld.title}`], owner: 'owner of B', labels: { practice: 'B' }, within: { practice: 'practice B' } },
    { name: 'an import at A', kind: 'import', value: things.openImport, canaries: [`Canary-index-${papers.held.title}`], owner: 'owner', labels: { practice: 'A' }, within: { practice: 'practice A' } },
    { name: 'an import at B', kind: 'import', value: things.openImportB, canaries: [`Canary-index-${papers.corasHeld.title}`], owner: 'owner of B', labels: { practice: 'B' }, within: { practice: 'practice B' } },
    { name: 'a colleague at A', kind: 'member', value: staff.billing.hat, vars: { name: staff.billing.name }, owner: 'owner', labels: { practice: 'A' }, within: { practice: 'practice A' } },
    { name: 'a colleague at B', kind: 'member', value: staff.ownerB.hat, vars: { name: staff.ownerB.name }, owner: 'owner of B', labels: { practice: 'B' }, within: { practice: 'practice B' } },
  ]
  const door = `/practice/${a.id}`
  const lost = `/practice/${scene.tag}`
  const routes = list.flatMap(({ path, params, positive, cells, light, json }): Route[] => [
    { id: `GET ${path}`, path, ...(params ? { params } : {}), cells, ...(positive ? { positive } : {}), reads: light ? ['GET'] : ['GET', 'HEAD'], ...(json ? { unauthenticated: { status: [401] }, role: { status: [401, 403] } } : {}) },
    ...(light ? [] : [{
      id: `RSC ${path}`, covers: [`GET ${path}`], path: `${path}?_rsc`, headers: { rsc: '1' }, ...(params ? { params } : {}), cells, ...(positive ? { positive } : {}), reads: ['GET'],
      absent: { status: [200] }, unauthenticated: { status: [200] }, role: { status: [200] },
    }]),
  ])
  return {
    ...ground(at, 'the office'),
    principals: [
      carrying(scene, 'owner', 'owner', staff.owner, here, mine),
      carrying(scene, 'front desk', 'front_desk', staff.desk, here, mine),
      carrying(scene, 'billing', 'billing', staff.billing, here, mine),
      carrying(scene, 'a member without a role', 'no role', staff.idle, here, mine),
      carrying(scene, 'owner of B', 'owner', staff.ownerB, { practice: 'B' }, { practice: 'practice B', import: 'an import at B', case: 'a case at B', patient: 'Corabel', paper: 'a paper of Corabel’s', member: 'a colleague at B' }),
      turnedAway(carrying(scene, 'a patient of A', 'patient', portal.ann, here), `/portal/${portal.ann.hat}`, [200]),
      turnedAway(carrying(scene, 'the member who left A', 'former', others.formerMember, { practice: 'A', state: 'former member' }), lost, [404]),
      turnedAway(carrying(scene, 'the patient whose access at A ended', 'former', others.formerPatient, { practice: 'A', state: 'former patient' }), lost, [404]),
      turnedAway(carrying(scene, 'a person without hats', 'person', others.nobody, { state: 'no hat' }), lost, [404]),
      turnedAway(carrying(scene, 'front desk, with one factor', 'one factor', others.oneFactor, { practice: 'A', state: 'one factor' }), door, [307]),
      turnedAway(carrying(scene, 'owner, locked', 'closed', others.lockedOwner, { practice: 'A', state: 'locked' }), door, [307]),
      turnedAway(carrying(scene, 'owner, signed out', 'closed', others.ended, { practice: 'A', state: 'ended' }), door, [307]),
      anonymous,
    ],
    objects, relations, routes,
    tables: {
      everyone: seen('owner', 'front_desk', 'billing', 'no role'),
      workers: seen('owner', 'front_desk', 'billing'),
      inviting: seen('owner', 'front_desk'),
      answerable: seen('owner'),
    },
    role: { status: [403, 307] },
    // Who lacks the role is told so whatever the id, before any row is looked for.
    absent: { status: [404, 403] },
    unauthenticated: { status: [307], headers: { location: '^/(sign-in|locked)\\?next=' } },
    inventory: [...pages(), ...handlers()].filter(({ id }) => /^GET \/(api\/)?practice\//.test(id)),
  }
}
