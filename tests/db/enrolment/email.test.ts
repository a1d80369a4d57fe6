import { beforeAll, describe, expect, test } from 'vitest'
import { changeEmail, confirmEmailChange, objectToEmailChange } from '@/lib/email/commands'
import { myEmail, showEmailLink } from '@/lib/email/queries'
import { answerOf, scene, tokenIn, type Scene } from './scene'

let s: Scene
beforeAll(async () => {
  s = await scene()
})

let people = 0
/** Somebody with an address and a session that was just confirmed. */
async function somebody() {
  const old = `person${++people}@old.example`
  const person = await s.put('identity.person', { email: old, email_key: old, display_name: 'Somebody' })
  return { person, old, fresh: `person${people}@new.example`, jar: await s.browser(person, { assurance: 1, steppedUp: true }) }
}
const emailOf = async (person: string) => (await s.sql<{ email: string | null }>('select email from identity.person where id = $1', [person]))[0]?.email
const linkOf = async (to: string, kind: string) => tokenIn((await s.letters(to)).findLast((letter) => letter.kind === kind)?.text ?? '')

describe('changing the address', () => {
  test('takes a confirmation, and effect only when the link sent to the new one is used; both are told', async () => {
    const { person, old, fresh, jar } = await somebody()
    expect(await answerOf(s.act(changeEmail, 'person', { email: fresh }, await s.browser(person, { assurance: 1 })))).toBe('step_up')
    await s.act(changeEmail, 'person', { email: fresh }, jar)
    expect(await emailOf(person)).toBe(old)
    expect(await s.act(myEmail, 'person', {}, jar)).toEqual({ email: old, pending: fresh, fixed: false })
    const token = await linkOf(fresh, 'email_confirm')
    for (let times = 0; times < 3; times++) await s.act(showEmailLink, 'visitor', { token })
    expect(await emailOf(person)).toBe(old)
    expect((await s.letters(old)).map(({ kind }) => kind)).toEqual(['email_asked'])
    await s.act(confirmEmailChange, 'visitor', { token })
    expect(await emailOf(person)).toBe(fresh)
    expect((await s.letters(old)).map(({ kind }) => kind)).toEqual(['email_asked', 'email_changed'])
    expect((await s.letters(fresh)).map(({ kind }) => kind)).toEqual(['email_confirm', 'email_changed'])
    expect(await answerOf(s.act(confirmEmailChange, 'visitor', { token }))).toBe('not_found')
  })

  test('the old address stops it before', async () => {
    const { person, old, fresh, jar } = await somebody()
    await s.act(changeEmail, 'person', { email: fresh }, jar)
    const [confirm, object] = [await linkOf(fresh, 'email_confirm'), await linkOf(old, 'email_asked')]
    await s.act(objectToEmailChange, 'visitor', { token: object })
    expect(await answerOf(s.act(confirmEmailChange, 'visitor', { token: confirm }))).toBe('not_found')
    expect(await emailOf(person)).toBe(old)
    expect(await answerOf(s.act(myEmail, 'person', {}, jar))).toBe('unauthenticated')
  })

  test('and undoes it after; sessions end, and the link lets nobody in', async () => {
    const { person, old, fresh, jar } = await somebody()
    await s.act(changeEmail, 'person', { email: fresh }, jar)
    await s.act(confirmEmailChange, 'visitor', { token: await linkOf(fresh, 'email_confirm') })
    const token = await linkOf(old, 'email_asked')
    const theirs = new Map<string, string>()
    await s.act(objectToEmailChange, 'visitor', { token }, theirs)
    expect(await emailOf(person)).toBe(old)
    expect(await answerOf(s.act(myEmail, 'person', {}, jar))).toBe('unauthenticated')
    expect(theirs.size).toBe(0)
    expect((await s.letters(fresh)).at(-1)?.kind).toBe('email_undone')
    expect(await answerOf(s.act(objectToEmailChange, 'visitor', { token }))).toBe('not_found')
  })

  test('a link does what it was made for and no more', async () => {
    const { person, old, fresh, jar } = await somebody()
    await s.act(changeEmail, 'person', { email: fresh }, jar)
    expect(await answerOf(s.act(confirmEmailChange, 'visitor', { token: await linkOf(old, 'email_asked') }))).toBe('not_found')
    expect(await answerOf(s.act(objectToEmailChange, 'visitor', { token: await linkOf(fresh, 'email_confirm') }))).toBe('not_found')
    expect(await emailOf(person)).toBe(old)
  })

  test('an address with an account is not told here, only in that mailbox', async () => {
    const [mine, other] = [await somebody(), await somebody()]
    const free = await s.act(changeEmail, 'person', { email: mine.fresh }, mine.jar)
    const taken = await s.act(changeEmail, 'person', { email: other.old }, mine.jar)
    expect(Object.keys(taken)).toEqual(Object.keys(free))
    expect((await s.letters(other.old)).map(({ kind }) => kind)).toEqual(['email_taken'])
    expect(await emailOf(other.person)).toBe(other.old)
  })

  test('taken in the meantime, the link is over', async () => {
    const [mine, other] = [await somebody(), await somebody()]
    await s.act(changeEmail, 'person', { email: 'same@new.example' }, mine.jar)
    await s.act(changeEmail, 'person', { email: 'same@new.example' }, other.jar)
    const [second, first] = (await s.letters('same@new.example')).reverse().map(({ text }) => tokenIn(text))
    await s.act(confirmEmailChange, 'visitor', { token: first ?? '' })
    expect(await answerOf(s.act(confirmEmailChange, 'visitor', { token: second ?? '' }))).toBe('not_found')
    expect(await emailOf(other.person)).toBe(other.old)
  })

  test('where there are two factors one is not enough, and demo accounts keep theirs', async () => {
    const { person, fresh, jar } = await somebody()
    await s.sql(`insert into identity.totp (person_id, sealed_secret, confirmed_at) values ($1, 'x', now())`, [person])
    expect(await answerOf(s.act(changeEmail, 'person', { email: fresh }, jar))).toBe('forbidden')
    expect(await answerOf(s.act(changeEmail, 'person', { email: fresh }, await s.browser(person, { steppedUp: true })))).toBe('allowed')
    await s.sql('update identity.person set credentials_fixed = true where id = $1', [person])
    expect(await answerOf(s.act(changeEmail, 'person', { email: 'x@new.example' }, await s.browser(person, { steppedUp: true })))).toBe('forbidden')
  })
})
