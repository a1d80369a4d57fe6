import { expect } from 'vitest'
import { invitePatient } from '@/lib/invitations/commands'
import { acceptInvitation, openInvitation } from '@/lib/join/commands'
import { scene, tokenIn, type Jar, type Scene } from '../enrolment/scene'

export type Proxies = Awaited<ReturnType<typeof proxies>>

/** The small world, with people who come to act for a patient by the product's own invitations. */
export async function proxies() {
  const s: Scene = await scene()
  const desk = await s.browser(s.people.desk, { steppedUp: true })
  const practice = { practice: s.a.id }

  const child = (birth: string, name = 'Kit') => s.put('patient', {
    practice_id: s.a.id, chart_number: `K-${Math.random()}`, given_name: name, family_name: 'Young', birth_date: birth, sort_key: `young ${name.toLowerCase()}`,
  })
  /** Somebody new, with an account and nothing else. */
  const somebody = async (name: string) => {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}-${Math.random()}@home.example`
    const person = await s.put('identity.person', { display_name: name, email, email_key: email, epoch: 1, password_hash: 'none' })
    return { person, email, jar: await s.browser(person, { steppedUp: true }) }
  }
  type Reach = { scope?: 'all' | 'categories' | 'task'; categories?: ('radiograph' | 'letter' | 'visits')[]; task?: 'insurance_card'; until?: string; apart?: boolean; byOrder?: boolean }
  const invite = (patient: string, relation: 'parent' | 'guardian' | 'carer' | 'helper', reach: Reach = {}, evidenceKind: 'birth_certificate' | 'court_order' = 'birth_certificate') =>
    s.act(invitePatient, practice, { patient, channel: 'counter', language: 'en', relation, name: 'Who comes', why: 'brings her', evidenceKind, evidence: 'No. 7', ...reach }, desk)
  /** What the link and its code are worth. */
  const tried = (invited: { link: string | null; code: string }, jar: Jar) =>
    s.act(openInvitation, 'visitor', { token: tokenIn(invited.link ?? ''), code: invited.code }, jar)
  const accept = async (invited: { link: string | null; code: string }, jar: Jar) => {
    const token = tokenIn(invited.link ?? '')
    expect(await tried(invited, jar)).toMatchObject({ outcome: 'right' })
    await s.act(acceptInvitation, 'person', { token }, jar)
  }
  /** Invited by the desk, and in. */
  const proxy = async (patient: string, relation: 'parent' | 'guardian' | 'carer' | 'helper', reach: Reach = {}, evidenceKind?: 'birth_certificate' | 'court_order') => {
    const who = await somebody(`The ${relation}`)
    await accept(await invite(patient, relation, reach, evidenceKind), who.jar)
    const [row] = await s.sql<{ id: string }>('select id from portal_access where patient_id = $1 and person_id = $2 and until_at is null', [patient, who.person])
    return { ...who, hat: row?.id ?? '' }
  }
  const access = async (id: string) => (await s.sql('select * from portal_access where id = $1', [id]))[0] as Record<string, unknown>
  return { ...s, desk, practice, child, somebody, invite, tried, accept, proxy, access }
}
