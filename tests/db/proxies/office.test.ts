import { beforeAll, describe, expect, test } from 'vitest'
import { redeemAsPatient } from '@/lib/documents/redeem'
import { linkForPatient } from '@/lib/documents/links'
import { endAccess } from '@/lib/invitations/commands'
import { patientAccess } from '@/lib/invitations/queries'
import { listMyDocuments, listMyVisits, portalFrame } from '@/lib/portal/queries'
import { extendAccess, narrowAccess } from '@/lib/proxies/commands'
import { parseLink } from '@/lib/vault/link'
import { answerOf, type Jar } from '../enrolment/scene'
import { proxies, type Proxies } from './scene'

let p: Proxies
beforeAll(async () => {
  p = await proxies()
})

/** A signed link that this hat got for a document. */
async function linkOf(hat: string, jar: Jar, document: string) {
  const parsed = parseLink((await p.act(linkForPatient, { portal: hat }, { document }, jar)).address)
  if (parsed.outcome !== 'parsed') throw new Error('no link')
  return parsed.link
}

describe('an access given by the practice', () => {
  test('carries how far, until when, why and what was seen, with the name of who saw it', async () => {
    const child = await p.child('2015-06-02')
    const mother = await p.proxy(child, 'parent', { scope: 'categories', categories: ['radiograph', 'visits'], apart: true })
    expect(await p.access(mother.hat)).toMatchObject({
      relation: 'parent', scope: 'categories', categories: ['radiograph', 'visits'], sees_others_uploads: false, ends_at_majority: true,
      expires_at: new Date('2033-06-02T05:00:00Z'), why: 'brings her', evidence_kind: 'birth_certificate', evidence: 'No. 7',
    })
    const { access } = await p.act(patientAccess, p.practice, { patient: child }, p.desk)
    expect(access).toMatchObject([{ apart: true, endsAtMajority: true, terms: [{ by: 'Dana Desk', evidenceKind: 'birth_certificate' }] }])
    expect((await p.act(portalFrame, { portal: mother.hat }, {}, mother.jar)).reach).toMatchObject({ scope: 'categories', visits: true, apart: true })
  })

  test('says why, what was seen and of what kinds, and goes no further than a minority', async () => {
    const child = await p.child('2015-06-02')
    await expect(p.invite(child, 'parent', { scope: 'categories' })).rejects.toMatchObject({ code: 'invalid', fields: { categories: [expect.any(String)] } })
    await expect(p.invite(child, 'helper', { scope: 'task' })).rejects.toMatchObject({ code: 'invalid', fields: { task: [expect.any(String)] } })
    const far = new Date(Date.now() + 4 * 366 * 86_400_000).toISOString().slice(0, 10)
    const teen = await p.child(new Date(Date.now() - 17 * 365.25 * 86_400_000).toISOString().slice(0, 10))
    await expect(p.invite(teen, 'guardian', { until: far })).rejects.toMatchObject({ code: 'invalid', fields: { until: [expect.any(String)] } })
    const guardian = await p.proxy(teen, 'guardian', { until: far, byOrder: true }, 'court_order')
    expect(await p.access(guardian.hat)).toMatchObject({ ends_at_majority: false, by_order: true, review_on: expect.any(String) })
  })

  test('of somebody who has one already becomes what the new invitation says; of another relation, another access', async () => {
    const child = await p.child('2015-06-02')
    const carer = await p.proxy(child, 'carer')
    await p.accept(await p.invite(child, 'carer', { scope: 'categories', categories: ['letter'] }), carer.jar)
    expect(await p.access(carer.hat)).toMatchObject({ scope: 'categories', categories: ['letter'], until_at: null })
    await p.accept(await p.invite(child, 'guardian'), carer.jar)
    expect(await p.access(carer.hat)).toMatchObject({ ended_why: 'replaced by a new invitation' })
    expect(await p.sql('select relation, scope from portal_access where patient_id = $1 and until_at is null', [child])).toEqual([{ relation: 'guardian', scope: 'all' }])
  })
})

describe('an access that changes', () => {
  test('narrowed, sees less from the next request on: list, page, door and a link from before', async () => {
    const carer = await p.proxy(p.patients.anna, 'carer')
    const hat = { portal: carer.hat }
    const link = await linkOf(carer.hat, carer.jar, p.documents.annaReleased.id)
    expect((await p.act(listMyDocuments, hat, {}, carer.jar)).items).toHaveLength(1)
    expect(await answerOf(p.act(redeemAsPatient, hat, { link }, carer.jar))).toBe('allowed')
    const narrow = (more: object) => p.act(narrowAccess, p.practice, { patient: p.patients.anna, access: carer.hat, why: 'asked to', ...more }, p.desk)
    await narrow({ scope: 'categories', categories: ['radiograph', 'visits'] })
    expect((await p.act(listMyDocuments, hat, {}, carer.jar)).items).toEqual([])
    expect(await answerOf(p.act(redeemAsPatient, hat, { link }, carer.jar))).toBe('not_found')
    expect(await answerOf(linkOf(carer.hat, carer.jar, p.documents.annaReleased.id))).toBe('not_found')
    // Not further: that is for another operation, which asks for a confirmation and for what was seen.
    for (const wider of [{ scope: 'all' }, { scope: 'categories', categories: ['radiograph', 'letter'] }, { until: '2099-01-01' }])
      expect(await answerOf(narrow(wider)), JSON.stringify(wider)).toBe('invalid')
    expect(await answerOf(narrow({ scope: 'categories', categories: ['radiograph', 'visits'] })), 'nothing changes').toBe('conflict')
    await narrow({ apart: true })
    expect(await p.access(carer.hat)).toMatchObject({ scope: 'categories', sees_others_uploads: false })
  })

  test('widened again, on what was seen anew and after a confirmation, sees more; all of it is kept', async () => {
    const carer = await p.proxy(p.patients.anna, 'carer', { scope: 'categories', categories: ['radiograph'] })
    const hat = { portal: carer.hat }
    const more = { patient: p.patients.anna, access: carer.hat, scope: 'all' as const, why: 'she asked', evidenceKind: 'own_word' as const }
    expect(await p.act(listMyVisits, hat, {}, carer.jar)).toEqual([])
    expect(await answerOf(p.act(extendAccess, p.practice, more, await p.browser(p.people.desk)))).toBe('step_up')
    expect(await answerOf(p.act(extendAccess, p.practice, more, await p.browser(p.people.hygienist, { steppedUp: true })))).toBe('forbidden')
    await p.act(extendAccess, p.practice, more, p.desk)
    expect((await p.act(listMyDocuments, hat, {}, carer.jar)).items).toHaveLength(1)
    const { access } = await p.act(patientAccess, p.practice, { patient: p.patients.anna }, p.desk)
    expect(access.find(({ id }) => id === carer.hat)?.terms).toMatchObject([
      { scope: 'all', by: 'Dana Desk', why: 'she asked', evidenceKind: 'own_word' }, { scope: 'categories', categories: ['radiograph'], evidenceKind: 'birth_certificate' },
    ])
  })

  test('is never the patient’s own', async () => {
    for (const operation of [
      () => p.act(narrowAccess, p.practice, { patient: p.patients.anna, access: p.hats.anna, scope: 'categories', categories: ['letter'], why: 'x' }, p.desk),
      () => p.act(extendAccess, p.practice, { patient: p.patients.anna, access: p.hats.anna, why: 'x', evidenceKind: 'own_word' }, p.desk),
    ]) expect(await answerOf(operation())).toBe('not_found')
  })

  test('ended, is over at the next request, for a link whose lease lives too', async () => {
    const helper = await p.proxy(p.patients.anna, 'helper')
    const link = await linkOf(helper.hat, helper.jar, p.documents.annaReleased.id)
    expect(await answerOf(p.act(redeemAsPatient, { portal: helper.hat }, { link }, helper.jar))).toBe('allowed')
    await p.act(endAccess, p.practice, { patient: p.patients.anna, access: helper.hat, why: 'no longer' }, p.desk)
    expect(await answerOf(p.act(redeemAsPatient, { portal: helper.hat }, { link }, helper.jar))).toBe('not_found')
    expect(await answerOf(p.act(portalFrame, { portal: helper.hat }, {}, helper.jar))).toBe('not_found')
  })
})
