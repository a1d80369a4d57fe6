import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { Role } from '@/lib/access/principal'
import { listDeleted } from '@/lib/deletion/queries'
import { fileDocument, releaseDocument, reviewDocument, withdrawDocument } from '@/lib/documents/commands'
import { listDocuments, showDocument } from '@/lib/documents/queries'
import { answerOf, type Jar } from '../enrolment/scene'
import { office, type Office } from './papers'

// What a page offers is what its commands allow: asked of both, for every role.

let o: Office
const browsers = new Map<Role, Jar>()
const roles: Role[] = ['owner', 'privacy_officer', 'dentist', 'hygienist', 'assistant', 'front_desk', 'billing']
beforeAll(async () => {
  o = await office()
  for (const role of roles) {
    const email = `${role}-${randomUUID()}@alder.example`
    const person = await o.put('identity.person', { email, email_key: email, display_name: role })
    const member = await o.put('membership', { practice_id: o.a.id, person_id: person, display_name: `One ${role}` })
    await o.put('membership_role', { practice_id: o.a.id, membership_id: member, role })
    browsers.set(role, await o.browser(person))
  }
})

test.for(roles)('%s is offered what works, and nothing else', async (role) => {
  const jar = browsers.get(role)
  const document = await o.paper(o.patients.ben)
  const { can } = await o.act(showDocument, o.here, { document }, jar)
  const may = async (attempt: Promise<unknown>) => (await answerOf(attempt)) === 'allowed'
  const works = {
    file: await may(o.act(fileDocument, o.here, { document, category: 'letter', title: 'A letter', takenOn: '2026-03-04' }, jar)),
    review: await may(o.act(reviewDocument, o.here, { document }, jar)),
    release: await may(o.act(releaseDocument, o.here, { document }, jar)),
    withdraw: false,
  }
  if (!works.release) await o.act(releaseDocument, o.here, { document }, o.browsers.desk)
  works.withdraw = await may(o.act(withdrawDocument, o.here, { document, why: 'a test' }, jar))
  expect(can).toEqual(works)
  expect((await o.act(listDocuments, o.here, { patient: o.patients.ben }, jar)).can)
    .toEqual({ file: works.file, release: works.release, deleted: await may(o.act(listDeleted, o.here, {}, jar)) })
})

test('somebody is refused each of them, and somebody is not', async () => {
  const document = await o.paper(o.patients.ben)
  const all = await Promise.all(roles.map(async (role) => (await o.act(showDocument, o.here, { document }, browsers.get(role))).can))
  for (const key of ['file', 'review', 'release', 'withdraw'] as const) expect(new Set(all.map((can) => can[key])), key).toEqual(new Set([true, false]))
})
