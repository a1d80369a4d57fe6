import { beforeAll, describe, expect, test } from 'vitest'
import { endHelper, finishTask, giveUp, inviteHelper, narrowHelper, revokeInvitation } from '@/lib/people/commands'
import { listPeople } from '@/lib/people/queries'
import { openInvitation } from '@/lib/join/commands'
import { listLooks, listMyDocuments, portalFrame } from '@/lib/portal/queries'
import { answerOf, tokenIn, type Jar } from '../enrolment/scene'
import { proxies, type Proxies } from './scene'

let p: Proxies
let anna: Jar
const hers = () => ({ portal: p.hats.anna })
const inAYear = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const asked = { name: 'A Neighbour', relation: 'helper' as const, channel: 'counter' as const, language: 'en' as const, scope: 'all' as const, until: inAYear(200) }
beforeAll(async () => {
  p = await proxies()
  anna = await p.browser(p.people.anna, { assurance: 1, steppedUp: true })
})

describe('a patient, of age', () => {
  test('sees who has access, how far, and what they opened last', async () => {
    await p.put('audit_event', {
      practice_id: p.a.id, patient_id: p.patients.anna, actor_kind: 'patient', actor_name: 'parent hat', hat_id: p.hats.parent, operation: 'portal.documents.redeem', decision: 'allow',
      policy_version: '1', document_id: p.documents.annaReleased.id,
    })
    const { grown, people } = await p.act(listPeople, hers(), {}, anna)
    expect(grown).toBe(true)
    expect(new Map(people.map(({ id, mine }) => [id, mine]))).toEqual(new Map([[p.hats.anna, true], [p.hats.parent, false]]))
    expect(people.find(({ id }) => id === p.hats.parent)).toMatchObject({ relation: 'parent', scope: 'all', last: { title: 'anna-released' } })
  })

  test('lets a helper in, after a confirmation; the code is hers to tell, and the letter holds neither it nor a name', async () => {
    expect(await answerOf(p.act(inviteHelper, hers(), asked, await p.browser(p.people.anna, { assurance: 1 })))).toBe('step_up')
    const invited = await p.act(inviteHelper, hers(), { ...asked, scope: 'categories', categories: ['radiograph'] }, anna)
    const who = await p.somebody('A Neighbour')
    await p.accept(invited, who.jar)
    const [access] = await p.sql<{ id: string }>('select * from portal_access where person_id = $1', [who.person])
    expect(access).toMatchObject({ relation: 'helper', scope: 'categories', categories: ['radiograph'], given_by: p.hats.anna, given_by_patient: true, by_order: false })
    expect((await p.act(listMyDocuments, { portal: access?.id ?? '' }, {}, who.jar)).items).toEqual([])
    expect(await p.sql(`select operation, actor_name from audit_event where subject_id = $1 order by at`, [invited.invitation]))
      .toEqual([{ operation: 'people.invite', actor_name: 'self hat' }, { operation: 'invitations.accept', actor_name: 'A Neighbour' }])
    const byMail = await p.act(inviteHelper, hers(), { ...asked, channel: 'mail', email: 'neighbour@home.example', language: 'es' }, anna)
    const [letter] = await p.letters('neighbour@home.example')
    expect(byMail.link).toBeNull()
    for (const secret of [byMail.code, 'Anna', 'Stone']) expect(letter?.text).not.toContain(secret)
  })

  test('for a year at most, as a carer or helper, and to her own record', async () => {
    expect(await answerOf(p.act(inviteHelper, hers(), { ...asked, until: inAYear(400) }, anna))).toBe('invalid')
    expect(await answerOf(p.act(inviteHelper, hers(), { ...asked, until: '2020-01-01' }, anna))).toBe('invalid')
    expect(await answerOf(p.act(inviteHelper, hers(), { ...asked, relation: 'parent' } as never, anna))).toBe('invalid')
    expect(await answerOf(p.act(inviteHelper, { portal: p.hats.parent }, asked, await p.browser(p.people.parent, { steppedUp: true })))).toBe('forbidden')
    expect(await answerOf(p.act(inviteHelper, hers(), asked, await p.browser(p.people.ben, { steppedUp: true })))).toBe('not_found')
    await p.sql(`update patient set birth_date = current_date - 5000 where id = $1`, [p.patients.ben])
    const ben = await p.browser(p.people.ben, { steppedUp: true })
    await expect(p.act(inviteHelper, { portal: p.hats.ben }, asked, ben)).rejects.toMatchObject({ code: 'conflict', says: 'minor' })
    expect(await p.act(listPeople, { portal: p.hats.ben }, {}, ben)).toMatchObject({ grown: false, people: [{ id: p.hats.ben }] })
  })

  test('takes an invitation back, and what she gave is worth nothing once her own access is over', async () => {
    const open = async (given: { link: string | null; code: string }) => (await p.act(openInvitation, 'visitor', { token: tokenIn(given.link ?? ''), code: given.code })).outcome
    const invited = await p.act(inviteHelper, hers(), asked, anna)
    expect(await open(invited)).toBe('right')
    expect((await p.act(listPeople, hers(), {}, anna)).invitations.find(({ id }) => id === invited.invitation)).toMatchObject({ mine: true, name: 'A Neighbour' })
    await p.act(revokeInvitation, hers(), { invitation: invited.invitation }, anna)
    const late = await p.somebody('Too late')
    expect(await p.tried(invited, late.jar)).toMatchObject({ outcome: 'gone' })
    expect(await open(invited)).toBe('gone')
    const own = await p.put('patient', { practice_id: p.a.id, chart_number: 'L-1', given_name: 'Lena', family_name: 'Leaves', birth_date: '1980-01-01', sort_key: 'leaves lena' })
    const lena = await p.somebody('Lena Leaves')
    const hat = await p.put('portal_access', { practice_id: p.a.id, patient_id: own, person_id: lena.person, relation: 'self', display_name: 'Lena' })
    const given = await p.act(inviteHelper, { portal: hat }, asked, lena.jar)
    expect(await open(given)).toBe('right')
    await p.sql(`update portal_access set until_at = now(), ended_why = 'left' where id = $1`, [hat])
    expect(await open(given)).toBe('gone')
  })

  test('narrows and ends anybody’s access from the next request on, and only the practice what it answers for', async () => {
    const carer = await p.proxy(p.patients.anna, 'carer')
    const seen = async () => (await p.act(listMyDocuments, { portal: carer.hat }, {}, carer.jar)).items.length
    expect(await seen()).toBe(1)
    await p.act(narrowHelper, hers(), { access: carer.hat, scope: 'categories', categories: ['radiograph'] }, anna)
    expect(await seen()).toBe(0)
    expect(await answerOf(p.act(narrowHelper, hers(), { access: carer.hat, scope: 'all' }, anna))).toBe('invalid')
    expect(await answerOf(p.act(narrowHelper, hers(), { access: carer.hat, until: inAYear(3000) }, anna))).toBe('invalid')
    await p.act(endHelper, hers(), { access: carer.hat }, anna)
    expect(await answerOf(p.act(portalFrame, { portal: carer.hat }, {}, carer.jar))).toBe('not_found')
    expect(await p.access(carer.hat)).toMatchObject({ ended_by: p.hats.anna, ended_why: 'ended by the patient' })
    const guardian = await p.proxy(p.patients.anna, 'guardian', { byOrder: true }, 'court_order')
    for (const act of [() => p.act(endHelper, hers(), { access: guardian.hat }, anna), () => p.act(narrowHelper, hers(), { access: guardian.hat, scope: 'categories', categories: ['letter'] }, anna)])
      await expect(act()).rejects.toMatchObject({ code: 'conflict', says: 'held' })
    expect(await answerOf(p.act(portalFrame, { portal: guardian.hat }, {}, guardian.jar))).toBe('allowed')
    // Whoever has it gives it up, whoever gave it.
    await p.act(giveUp, { portal: guardian.hat }, {}, guardian.jar)
    expect(await answerOf(p.act(portalFrame, { portal: guardian.hat }, {}, guardian.jar))).toBe('not_found')
    expect(await p.sql(`select actor_name, actor_roles from audit_event where operation = 'people.giveUp' and decision = 'allow'`)).toEqual([{ actor_name: 'The guardian', actor_roles: ['guardian'] }])
  })
})

describe('who acts for a patient', () => {
  test('sees only itself, and ends nobody else’s access', async () => {
    const [one, two] = [await p.proxy(p.patients.anna, 'carer'), await p.proxy(p.patients.anna, 'helper')]
    const { people, grown, invitations } = await p.act(listPeople, { portal: one.hat }, {}, one.jar)
    expect([grown, people.map(({ id }) => id), invitations]).toEqual([false, [one.hat], []])
    expect(await answerOf(p.act(endHelper, { portal: one.hat }, { access: two.hat }, one.jar))).toBe('forbidden')
    expect(await p.access(two.hat)).toMatchObject({ until_at: null })
  })

  test('with one task sees nothing but what it sent, and a day after it is done, nothing at all', async () => {
    const helper = await p.proxy(p.patients.anna, 'helper', { scope: 'task', task: 'insurance_card' })
    const hat = { portal: helper.hat }
    expect((await p.act(portalFrame, hat, {}, helper.jar)).reach).toMatchObject({ scope: 'task', task: 'insurance_card', taskDone: false, visits: false })
    expect((await p.act(listMyDocuments, hat, {}, helper.jar)).items).toEqual([])
    expect((await p.act(listLooks, hat, {}, helper.jar)).looks).toEqual([])
    expect(await answerOf(p.act(finishTask, { portal: p.hats.parent }, {}, await p.browser(p.people.parent)))).toBe('conflict')
    await p.act(finishTask, hat, {}, helper.jar)
    expect(await answerOf(p.act(finishTask, hat, {}, helper.jar))).toBe('conflict')
    const { expires_at: ends } = await p.access(helper.hat)
    expect((ends as Date).getTime()).toBeLessThan(Date.now() + 25 * 3_600_000)
    await p.sql(`update portal_access set expires_at = now() - interval '1 second' where id = $1`, [helper.hat])
    expect(await answerOf(p.act(portalFrame, hat, {}, helper.jar))).toBe('not_found')
  })
})
