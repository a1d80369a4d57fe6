import { createHash, randomBytes } from 'node:crypto'
import { smallPdf } from '../../factories/small-pdf'
import type { Cell, Principal, Relation, Target, TargetObject } from '../engine/types'
import type { Backstage } from './backstage'
import { anonymous, carrying, ground, table, turnedAway } from './cast'
import { handlers, pages } from './inventory'
import type { Installation, Paper, Scene, Sql } from './scene'

export type Guest = { share: string; cookie: string; paper?: Paper }
export type Guests = Record<'one' | 'again' | 'ended' | 'over' | 'bs' | 'asked' | 'askedB' | 'askedEnded', Guest>

type Put = (table: string, row: Record<string, unknown>) => Promise<string>
type Wanted = { practice: string; patient: string; by: string; paper?: Paper; ended?: boolean; over?: boolean }

/** Shares and requests with somebody who typed the right code, as if it had just happened. */
export async function layGuests(put: Put, sql: Sql, { papers, patients, staff }: Pick<Scene, 'papers' | 'patients' | 'staff'>): Promise<Guests> {
  const lay = async ({ practice, patient, by, paper, ended, over }: Wanted): Promise<Guest> => {
    const cookie = randomBytes(32).toString('base64url')
    const share = await put('share', {
      practice_id: practice, direction: paper ? 'out' : 'in', patient_id: patient, recipient_name: 'Gwen Guest', purpose: 'Please', made_as: 'staff', made_by: by, made_by_name: 'Olive',
      token_hash: randomBytes(32), code_hash: randomBytes(32), may_save: paper !== undefined, from_at: new Date(Date.now() - 60_000), expires_at: new Date(Date.now() + 86_400_000),
      ...(ended ? { until_at: new Date(), ended_why: 'ended' } : {}),
    })
    if (paper) await sql('insert into share_document (practice_id, share_id, document_id, version) values ($1, $2, $3, 1)', [practice, share, paper.id])
    await put('guest_session', { practice_id: practice, share_id: share, token_hash: createHash('sha256').update(cookie).digest(), expires_at: new Date(Date.now() + (over ? -1000 : 7_200_000)) })
    return { share, cookie, ...(paper ? { paper } : {}) }
  }
  const ofA = { practice: papers.held.practice, patient: patients.ann.id, by: staff.owner.hat }
  const ofB = { practice: papers.coras.practice, patient: patients.cora.id, by: staff.ownerB.hat }
  return {
    one: await lay({ ...ofA, paper: papers.held }), again: await lay({ ...ofA, paper: papers.released }), ended: await lay({ ...ofA, paper: papers.held, ended: true }),
    over: await lay({ ...ofA, paper: papers.held, over: true }), bs: await lay({ ...ofB, paper: papers.coras }),
    asked: await lay(ofA), askedB: await lay(ofB), askedEnded: await lay({ ...ofA, ended: true }),
  }
}

const kinds = ['guest', 'former', 'person', 'anonymous']
const relations: Relation[] = [
  { name: 'anonymous', principal: { state: 'anonymous' }, required: true },
  { name: 'a guest no more', principal: { state: 'over' }, required: true },
  { name: 'no guest', principal: { state: 'a person' }, required: true },
  { name: 'a link made for this half hour', object: { is: 'link' }, same: ['share'] },
  { name: 'a link made for another guest', object: { is: 'link' } },
  { name: 'own share', same: ['share'], required: true },
  { name: 'another share', differ: ['share'], required: true },
]
const opens = new Set(['a link made for this half hour', 'own share'])

/** What somebody outside without an account reaches: the pages and doors of her one share, and of nobody else's. */
export function guestsTarget(at: Installation, scene: Scene, behind: Backstage): Target {
  const { guests, staff, portal } = scene
  const cookie = scene.cookieName.replace('session', 'guest')
  const ours = { origin: at.origin, 'sec-fetch-site': 'same-origin' }
  const guest = (name: string, of: keyof Guests, kind = 'guest', labels: Record<string, string> = {}): Principal => ({
    name, kind, labels: { share: of, ...labels }, cookies: { [cookie]: guests[of].cookie },
    ...(kind === 'guest' ? { own: guests[of].paper ? { share: `the share ${of}`, paper: `the paper of ${of}` } : { request: `the request ${of}` } } : {}),
  })
  const share = (of: keyof Guests, who: string): TargetObject[] => {
    const { share: value, paper } = guests[of]
    if (!paper) return [{ name: `the request ${of}`, kind: 'request', value, owner: who, labels: { is: 'request', share: of } }]
    return [
      { name: `the share ${of}`, kind: 'share', value, owner: who, vars: { paper: paper.title }, labels: { is: 'share', share: of } },
      { name: `the paper of ${of}`, kind: 'paper', value: paper.id, canaries: [paper.title], owner: who, labels: { is: 'paper', share: of }, within: { share: [`the share ${of}`] } },
      {
        name: `a link of ${who}’s`, kind: 'link', owner: who, fresh: true, labels: { is: 'link', share: of }, canaries: [paper.title],
        learn: [{ path: `/v1/e/${value}/${paper.id}`, expect: [303], capture: [{ name: 'id', from: 'header', key: 'location', pattern: '^/v1/g/.*$' }] }],
      },
    ]
  }
  const cell = (_kind: string, relation: string): Cell => (opens.has(relation) ? 'allow' : 'deny-like-absent')
  const former = (name: string, of: keyof Guests) => turnedAway(guest(name, of, 'former', { state: 'over' }), `/shared/${guests[of].share}`, [404])
  const witnessed = { probe: { path: `${behind.origin}/witness` }, after: [{ path: `${behind.origin}/restore` }] }
  return {
    ...ground(at, 'guests'),
    principals: [
      guest('a guest of A', 'one'), guest('a guest of another share', 'again'), guest('a guest of B', 'bs'),
      guest('an office that A asked', 'asked'), guest('an office that B asked', 'askedB'),
      former('a guest of an ended share', 'ended'), former('a guest whose time is over', 'over'), former('an office whose request ended', 'askedEnded'),
      turnedAway(carrying(scene, 'the owner of A', 'person', staff.owner, { state: 'a person' }), `/practice/${scene.offices.a.id}`, [200]),
      turnedAway(carrying(scene, 'the patient herself', 'person', portal.ann, { state: 'a person' }), `/portal/${portal.ann.hat}`, [200]),
      anonymous,
    ],
    objects: [...share('one', 'a guest of A'), ...share('again', 'a guest of another share'), ...share('bs', 'a guest of B'), ...share('asked', 'an office that A asked'), ...share('askedB', 'an office that B asked')],
    relations,
    routes: [
      { id: 'GET /shared/{share}', path: '/shared/{share}', params: { share: 'share' }, cells: 'guests', reads: ['GET', 'HEAD'], positive: { body: '{share.paper}' } },
      { id: 'GET /shared/{share}/{document}', path: '/shared/{share}/{document}', params: { share: 'share', document: 'paper' }, cells: 'guests', reads: ['GET', 'HEAD'] },
      {
        id: 'GET /v1/e/{share}/{document}', path: '/v1/e/{share}/{document}', params: { share: 'share', document: 'paper' }, cells: 'guests', reads: ['GET', { id: 'HEAD', method: 'HEAD' }],
        positive: { status: [303], headers: { location: '^/v1/g/{share}/{document}/' } },
      },
      {
        id: 'GET /v1/g/{link}', path: '{+link}', params: { link: 'link' }, cells: 'guests', covers: ['GET /v1/g/{link}', 'HEAD /v1/g/{link}'],
        exempt: { 'own share': 'a link names its share itself', 'another share': 'a link names its share itself' },
        reads: ['GET', 'HEAD', 'RANGE', 'RANGE-END', 'RANGE-BEYOND', 'CONDITIONAL'],
      },
      { id: 'GET /send-in/{share}', path: '/send-in/{share}', params: { share: 'request' }, cells: 'guests', reads: ['GET', 'HEAD'], positive: { body: 'Please' } },
      {
        id: 'POST /v1/i/{share}', method: 'POST', path: '/v1/i/{share}?name=attack.pdf', params: { share: 'request' }, headers: ours, cells: 'guests', ...witnessed,
        body: { type: 'text', contentType: 'application/pdf', value: smallPdf(`sent ${scene.tag}`).toString('latin1') }, positive: { status: [201], changesProbe: true },
      },
    ],
    tables: { guests: table(relations, kinds, cell) },
    // Nobody signs in to a share: without its cookie it is not there.
    unauthenticated: { status: [404] }, origins: [behind.origin],
    absentIds: { link: { parts: '^/v1/g/[^/]+/([^/]+)/' } },
    inventory: [...pages(), ...handlers()].filter(({ id }) => / \/(shared|send-in|v1\/[egi])\//.test(id)),
  }
}
