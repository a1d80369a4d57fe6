import { beforeAll, describe, expect, test } from 'vitest'
import { invitePatient } from '@/lib/invitations/commands'
import { acceptInvitation, joinByPhone, openInvitation } from '@/lib/join/commands'
import { listMyDocuments } from '@/lib/portal/queries'
import { answerOf, scene, tokenIn, type Jar, type Scene } from './scene'

let s: Scene
beforeAll(async () => {
  s = await scene()
})
const pin = { pin: '482915', again: '482915' }
type Place = 'a' | 'b'

let charts = 0
const chart = (at: Place) => s.put('patient', {
  practice_id: s[at].id, chart_number: `T-${++charts}`, given_name: 'Nora', family_name: 'Newcomer', birth_date: '1980-02-03', sort_key: 'newcomer',
})
/** A browser that holds an invitation as this patient, with its code typed. */
async function invited(at: Place, patient: string, jar: Jar = new Map()) {
  const staff = await s.browser(at === 'a' ? s.people.desk : s.people.dentistB)
  const { link, code } = await s.act(invitePatient, { practice: s[at].id }, { patient, channel: 'counter', language: 'en', relation: 'self', how: 'photo_id' }, staff)
  const token = tokenIn(link ?? '')
  expect(await s.act(openInvitation, 'visitor', { token, code }, jar)).toMatchObject({ outcome: 'right' })
  return { token, jar }
}
/** Accepts with a new phone, and gives the portal hat. */
async function byPhone(at: Place, patient: string) {
  const { token, jar } = await invited(at, patient)
  return { jar, portal: (await s.act(joinByPhone, 'visitor', { token, ...pin }, jar)).next.split('hat=')[1] ?? '' }
}
const reads = (portal: string, jar: Jar) => answerOf(s.act(listMyDocuments, { portal }, {}, jar))

describe('a second invitation as the patient, accepted with a new phone', () => {
  test('where no other practice knows her is the same person: the earlier phone ends', async () => {
    const patient = await chart('a')
    const first = await byPhone('a', patient)
    expect(await reads(first.portal, first.jar)).toBe('allowed')
    const second = await byPhone('a', patient)
    expect(second.portal).toBe(first.portal)
    expect([await reads(second.portal, second.jar), await reads(first.portal, first.jar)]).toEqual(['allowed', 'unauthenticated'])
  })

  test('opens nothing at another practice that knows her, and leaves her phone what it opens there', async () => {
    const patient = await chart('a')
    const here = await byPhone('a', patient)
    const { token } = await invited('b', await chart('b'), here.jar)
    const there = (await s.act(acceptInvitation, 'person', { token }, here.jar)).next.split('/')[2] ?? ''
    expect([await reads(here.portal, here.jar), await reads(there, here.jar)]).toEqual(['allowed', 'allowed'])

    const desks = await byPhone('a', patient)
    expect([await reads(desks.portal, desks.jar), await reads(there, desks.jar)]).toEqual(['allowed', 'not_found'])
    expect([await reads(there, here.jar), await reads(here.portal, here.jar)]).toEqual(['allowed', 'not_found'])

    // An access that ended there is no reason any more.
    await s.sql(`update portal_access set until_at = now(), ended_why = 'left' where id = $1`, [there])
    const again = await byPhone('a', patient)
    expect(again.portal).toBe(desks.portal)
  })

  test('takes over nobody who works at a practice', async () => {
    const patient = await chart('a')
    const first = await byPhone('a', patient)
    const [access] = await s.sql<{ person_id: string }>('select person_id from portal_access where id = $1', [first.portal])
    await s.put('membership', { practice_id: s.a.id, person_id: access?.person_id, display_name: 'Nora' })
    const second = await byPhone('a', patient)
    expect(second.portal).not.toBe(first.portal)
    expect(await reads(second.portal, second.jar)).toBe('allowed')
    expect(await s.sql('select ended_at from identity.phone where person_id = $1', [access?.person_id])).toEqual([{ ended_at: null }])
  })
})
