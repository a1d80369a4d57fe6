import { beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { identity } from '@/db/identity'
import { transact } from '@/db/transaction'
import { createPractice, createResponder, restorePerson } from '@/lib/auth/admin'
import { joinStaff } from '@/lib/join/commands'
import { listMembers } from '@/lib/members/queries'
import { recoverMember } from '@/lib/recovery/commands'
import { showRecovery } from '@/lib/recovery/queries'
import { openPracticeKey } from '@/lib/vault/keys'
import { vault } from '@/lib/vault/rings'
import { answerOf, scene, tokenIn, type Scene } from './scene'

let s: Scene
const password = 'marble kettle orchid'
beforeAll(async () => {
  s = await scene()
})

test('a practice comes with its key and a one-use invitation for its owner', async () => {
  const { link, expiresAt } = await createPractice({
    ownerUrl: s.database.ownerUrl, name: ' Dogwood Dental ', timeZone: 'America/Denver', ownerName: 'Dr. Dora Dogwood', ownerEmail: 'Dora@Dogwood.example',
  })
  expect(expiresAt.getTime()).toBeGreaterThan(Date.now() + 6 * 86_400_000)
  const token = tokenIn(`${link} `)
  await s.act(joinStaff, 'visitor', { token, name: 'Dr. Dora Dogwood', password })
  expect(await answerOf(s.act(joinStaff, 'visitor', { token, name: 'Dr. Second', password }))).toBe('not_found')
  const [practice] = await s.sql<{ practice_id: string; time_zone: string; root_kid: number; version: number; wrapped: Buffer }>(
    `select * from practice join practice_key using (practice_id) where name = 'Dogwood Dental'`)
  expect(practice?.time_zone).toBe('America/Denver')
  expect(openPracticeKey(vault().root, { practice: practice?.practice_id ?? '', version: 1, rootKid: practice?.root_kid ?? 0, wrapped: practice?.wrapped ?? Buffer.alloc(0) })).toHaveLength(32)
  const [person] = await s.sql<{ id: string }>(`select id from identity.person where email_key = 'dora@dogwood.example'`)
  const list = await s.act(listMembers, { practice: practice?.practice_id ?? '' }, {}, await s.browser(person?.id ?? ''))
  expect(list.members).toMatchObject([{ name: 'Dr. Dora Dogwood', roles: ['owner'] }])
})

test('a responder and a restored owner get a link; a stranger does not', async () => {
  const ownerUrl = s.database.ownerUrl
  const made = await createResponder({ ownerUrl, name: 'Rita Responder', email: 'rita@enamel.example' })
  const token = tokenIn(`${made.link} `)
  expect(await s.act(showRecovery, 'visitor', { token })).toMatchObject({ kind: 'welcome' })
  expect(await s.act(recoverMember, 'visitor', { token, password })).toMatchObject({ outcome: 'recovered' })
  expect(await s.sql(`select responder from identity.person where email_key = 'rita@enamel.example'`)).toEqual([{ responder: true }])
  await expect(createResponder({ ownerUrl, name: 'Rita Again', email: 'Rita@enamel.example' })).rejects.toThrow('already')
  const restored = await restorePerson({ ownerUrl, email: 'owner@alder.example' })
  expect(await s.act(recoverMember, 'visitor', { token: tokenIn(`${restored.link} `), password })).toMatchObject({ outcome: 'recovered' })
  await expect(restorePerson({ ownerUrl, email: 'anna@alder.example' })).rejects.toThrow('No member of staff')
})

test('what is no practice is refused in words', async () => {
  const good = { ownerUrl: s.database.ownerUrl, name: 'Elm', timeZone: 'America/Denver', ownerName: 'E', ownerEmail: 'e@elm.example' }
  await expect(createPractice({ ...good, timeZone: 'Mountain' })).rejects.toThrow('time zone')
  await expect(createPractice({ ...good, ownerEmail: 'nobody' })).rejects.toThrow('e-mail')
  await expect(createPractice({ ...good, name: ' ' })).rejects.toThrow('name')
  expect(await s.sql(`select 1 from practice where name = 'Elm'`)).toEqual([])
})

test('no role of a running server may do any of it', async () => {
  const calls = ["platform.restore_person('owner@alder.example', '\\x00')", "platform.create_responder('x', 'x@x.example', 'x@x.example', '\\x00')"]
  for (const call of calls) {
    await expect(s.database.asRuntime(`select ${call}`)).rejects.toMatchObject({ code: '42501' })
    await expect(identity((db) => sql.raw(`select ${call}`).execute(db))).rejects.toMatchObject({ code: '42501' })
    await expect(transact('enamel_staff_write', {}, (db) => sql.raw(`select ${call}`).execute(db))).rejects.toMatchObject({ code: '42501' })
  }
})
