import { beforeAll, beforeEach, expect, test } from 'vitest'
import { changePassword, setLanguage } from '@/lib/account/commands'
import { langCookie } from '@/lib/auth/cookies'
import { openLetter } from '@/lib/platform/letter'
import { saveSettings } from '@/lib/practice/commands'
import { portalFrame } from '@/lib/portal/queries'
import { signIn } from '@/lib/sign-in/commands'
import { world, type World } from '../../factories/world'
import { browser, credentials, refusal } from './people'

const password = 'three quiet herons at dusk'
let w: World
beforeAll(async () => {
  w = await world()
})
beforeEach(async () => {
  await w.database.asSuperuser(`update identity.person set language = 'en', credentials_fixed = false`)
  await w.database.asSuperuser('delete from platform.outbox')
  await credentials(w, w.people.anna, password)
})

const languages = async () =>
  Object.fromEntries((await w.database.asSuperuser<{ id: string; language: string }>('select id, language from identity.person')).map(({ id, language }) => [id, language]))

async function signedIn(person: string) {
  const b = browser()
  b.token = (await w.session(person, { steppedUp: true })).token
  return b
}

test('a language belongs to the person who chose it, and to nobody else', async () => {
  await (await signedIn(w.people.anna)).ask(setLanguage, 'person', { language: 'es' })
  const { [w.people.anna]: hers, ...others } = await languages()
  expect(hers).toBe('es')
  expect(new Set(Object.values(others))).toEqual(new Set(['en']))
})

test('mails follow it', async () => {
  const b = await signedIn(w.people.anna)
  const letter = async () => {
    await b.ask(changePassword, 'person', { password: `${password} ${Math.random()}` })
    const [row] = await w.database.asSuperuser<{ kind: string; sealed: Buffer }>('select kind, sealed from platform.outbox order by created_at desc, id desc limit 1')
    return row ? openLetter(row.kind, row.sealed).text : ''
  }
  const english = await letter()
  await b.ask(setLanguage, 'person', { language: 'es' })
  const spanish = await letter()
  expect(english).toMatch(/password/i)
  expect(spanish).toMatch(/contraseña/i)
})

test('whoever signs in finds it in a browser that spoke another', async () => {
  await w.database.asSuperuser(`update identity.person set language = 'es' where id = $1`, [w.people.anna])
  const [anna] = await w.database.asSuperuser<{ email: string }>('select email from identity.person where id = $1', [w.people.anna])
  const b = browser()
  b.jar.set(langCookie().name, 'en')
  await b.ask(signIn, 'visitor', { email: anna?.email, password })
  expect(b.token).not.toBeNull()
  expect(b.jar.get(langCookie().name)).toBe('es')
})

test('a session that is locked or over changes nothing', async () => {
  const locked = browser()
  locked.token = (await w.session(w.people.anna)).token
  await w.database.asSuperuser('update identity.session set locked_at = now() where person_id = $1 and ended_at is null', [w.people.anna])
  expect((await refusal(locked.ask(setLanguage, 'person', { language: 'es' }))).code).toBe('locked')
  expect((await refusal(browser().ask(setLanguage, 'person', { language: 'es' }))).code).toBe('unauthenticated')
  expect((await languages())[w.people.anna]).toBe('en')
})

test('a practice says in which language it writes, and its patients are told', async () => {
  const good = { name: 'Alder Dental', phone: '', email: '', address: '', timeZone: 'America/Chicago', idleMinutes: '15', majorityAge: '18' }
  const frame = async () => {
    const b = await signedIn(w.people.anna)
    return (await b.ask(portalFrame, { portal: w.hats.anna })).practice.language
  }
  expect(await frame()).toBe('en')
  const owner = await signedIn(w.people.owner)
  expect((await refusal(owner.ask(saveSettings, { practice: w.a.id }, { ...good, language: 'fr' }))).code).toBe('invalid')
  await owner.ask(saveSettings, { practice: w.a.id }, { ...good, language: 'es' })
  expect(await frame()).toBe('es')
  await owner.ask(saveSettings, { practice: w.a.id }, { ...good, language: 'en' })
})
