import { createHash, randomBytes } from 'node:crypto'
import { smallPdf } from '../../factories/small-pdf'
import type { Client } from '../engine/client'
import type { Cell, Principal, Relation, Route, Target, TargetObject } from '../engine/types'
import type { Backstage } from './backstage'
import { anonymous, carrying, ground, table, turnedAway } from './cast'
import { handlers } from './inventory'
import type { Installation, Scene, Sql } from './scene'

export type Folder = { folder: string; token: string; upload: string }
export type Folders = Record<'one' | 'beside' | 'ended' | 'off' | 'bs', Folder>

type Put = (table: string, row: Record<string, unknown>) => Promise<string>

/** Folder programs at both practices, each with a file that it has announced; two of them are over since. */
export async function layFolders(put: Put, sql: Sql, client: Client, { offices: { a, b }, staff, tag, ids }: Pick<Scene, 'offices' | 'staff' | 'tag' | 'ids'>): Promise<Folders> {
  const lay = async (practice: string, by: string, over?: 'ended' | 'off'): Promise<Folder> => {
    const token = randomBytes(32).toString('base64url')
    const workstation = await put('workstation', { practice_id: practice, name: `Panoramic ${tag}`, token_hash: randomBytes(32), enrolled_by: by })
    const folder = await put('folder_program', {
      practice_id: practice, workstation_id: workstation, name: 'Camera', token_hash: createHash('sha256').update(token).digest(), made_by: by, made_by_name: 'Olive',
    })
    const answer = await client.send({ method: 'POST', url: `/v1/f/${folder}`, body: Buffer.from(JSON.stringify(announced(bytesFor(tag)))), headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` } })
    if (answer.status !== 201) throw new Error(`a folder program cannot announce: ${answer.status} ${answer.body.toString('utf8').slice(0, 200)}`)
    const { document: upload } = JSON.parse(answer.body.toString('utf8')) as { document: string }
    ids.push(upload)
    if (over === 'ended') await sql(`update folder_program set until_at = now(), ended_by = made_by, ended_by_name = 'Olive' where id = $1`, [folder])
    if (over === 'off') await sql('update workstation set until_at = now(), ended_by = enrolled_by where id = $1', [workstation])
    return { folder, token, upload }
  }
  return {
    one: await lay(a.id, staff.owner.hat), beside: await lay(a.id, staff.owner.hat), ended: await lay(a.id, staff.owner.hat, 'ended'),
    off: await lay(a.id, staff.owner.hat, 'off'), bs: await lay(b.id, staff.ownerB.hat),
  }
}

/** The whole of what each of them has announced. */
const bytesFor = (tag: string) => smallPdf(`brought ${tag}`)

const announced = (bytes: Buffer) => ({ fileName: 'pan.pdf', size: bytes.length, age: 0, digest: `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:` })

const kinds = ['program', 'over', 'person', 'anonymous']
const relations: Relation[] = [
  { name: 'anonymous', principal: { state: 'anonymous' }, required: true },
  { name: 'a program no more', principal: { state: 'over' }, required: true },
  { name: 'no program', principal: { state: 'a person' }, required: true },
  { name: 'its own', same: ['folder'], required: true },
  { name: 'another program’s', differ: ['folder'], required: true },
]

/** The doors of folder programs: each does what it does with its own uploads, and to everybody else they are not there. */
export function foldersTarget(at: Installation, scene: Scene, behind: Backstage): Target {
  const { folders, staff, portal, tag } = scene
  const bearer = (name: string, of: keyof Folders, kind = 'program', state: Record<string, string> = {}): Principal => ({
    name, kind, labels: { folder: of, ...state }, headers: { authorization: `Bearer ${folders[of].token}` },
    ...(kind === 'program' ? { own: { folder: `the program ${of}`, upload: `what ${of} sends` } } : {}),
  })
  const over = (name: string, of: keyof Folders) => turnedAway(bearer(name, of, 'over', { state: 'over' }), `/v1/f/${folders[of].folder}/${folders[of].upload}`, [404])
  const names = { one: 'a program of A', beside: 'another program of A', bs: 'a program of B' } as const
  const objects = (Object.keys(names) as (keyof typeof names)[]).flatMap((of): TargetObject[] => [
    { name: `the program ${of}`, kind: 'folder', value: folders[of].folder, owner: names[of], labels: { folder: of } },
    { name: `what ${of} sends`, kind: 'upload', value: folders[of].upload, owner: names[of], labels: { folder: of }, within: { folder: `the program ${of}` } },
  ])
  const upload = { folder: 'folder', document: 'upload' }
  const path = '/v1/f/{folder}/{document}'
  const bytes = bytesFor(tag)
  const routes: Route[] = [
    {
      id: 'POST /v1/f/{folder}', method: 'POST', path: '/v1/f/{folder}', params: { folder: 'folder' },
      body: { type: 'json', value: announced(bytesFor(tag)) }, positive: { status: [201], changesProbe: true },
    },
    { id: `GET ${path}`, path, params: upload, positive: { status: [200], body: '"state":"receiving"' } },
    {
      id: `PATCH ${path}`, method: 'PATCH', path, params: upload, headers: { 'upload-offset': '0' },
      body: { type: 'text', contentType: 'application/offset+octet-stream', value: bytes.toString('latin1') }, positive: { status: [200], changesProbe: true },
    },
    { id: `DELETE ${path}`, method: 'DELETE', path, params: upload, positive: { status: [204], changesProbe: true } },
  ].map((route) => ({
    ...route, cells: 'programs', absent: { status: [404] }, ...(route.id.startsWith('GET') ? {} : { probe: { path: `${behind.origin}/witness` }, after: [{ path: `${behind.origin}/restore` }] }),
  } as Route))
  const cell = (_kind: string, relation: string): Cell => (relation === 'its own' ? 'allow' : 'deny-like-absent')
  return {
    ...ground(at, 'folder programs'),
    principals: [
      bearer(names.one, 'one'), bearer(names.beside, 'beside'), bearer(names.bs, 'bs'), over('a program that was ended', 'ended'), over('a program whose computer is off the list', 'off'),
      turnedAway(carrying(scene, 'the owner of A', 'person', staff.owner, { state: 'a person' }), `/practice/${scene.offices.a.id}`, [200]),
      turnedAway(carrying(scene, 'a patient of A', 'person', portal.ann, { state: 'a person' }), `/portal/${portal.ann.hat}`, [200]),
      anonymous,
    ],
    objects, relations, routes, origins: [behind.origin],
    tables: { programs: table(relations, kinds, cell) },
    // Nobody signs in as a program: without its credential it is not there.
    unauthenticated: { status: [404] },
    inventory: handlers().filter(({ id }) => / \/v1\/f\//.test(id)),
  }
}
