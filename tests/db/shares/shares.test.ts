import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '@/lib/access/errors'
import type { AnyOperation } from '@/lib/access/operation'
import { perform } from '@/lib/access/perform'
import type { HatRef } from '@/lib/access/principal'
import { guestCookie } from '@/lib/auth/cookies'
import { withJar } from '@/lib/auth/jar'
import { openLetter } from '@/lib/platform/letter'
import { newStorageKey } from '@/lib/platform/storage/store'
import { askForFiles, endShareByPatient, endShareByStaff, openShare, shareByPatient, shareByStaff } from '@/lib/shares/commands'
import { beginSending, completeSending, finishSending } from '@/lib/shares/arrival'
import { listLooks } from '@/lib/portal/queries'
import { openShared } from '@/lib/shares/doors/open'
import { takeFromGuest } from '@/lib/shares/doors/send'
import { sharedResponse } from '@/lib/shares/doors/serve'
import { lookAtShare, myShares, sharesOfPatient, showRequest, showShare } from '@/lib/shares/queries'
import type { Made } from '@/lib/shares/schema'
import { receive } from '@/lib/vault/intake'
import { newFileKey } from '@/lib/vault/keys'
import { markOver } from '@/lib/vault/pictures/maker'
import { vault } from '@/lib/vault/rings'
import { documentResponse } from '@/lib/documents/doors/serve'
import { restoreContentLength } from '@/lib/vault/content-length'
import { smallPdf } from '../../factories/small-pdf'
import { world, type World } from '../../factories/world'

let w: World
let picture: string
let tokens: { owner: string; anna: string; parent: string }
const origin = 'http://localhost:3000'

beforeAll(async () => {
  w = await world()
  restoreContentLength()
  picture = await film('A film of Anna’s')
  await w.release(w.a, w.patients.anna, picture)
  tokens = {
    owner: (await w.session(w.people.owner, { steppedUp: true })).token, anna: (await w.session(w.people.anna, { assurance: 1, steppedUp: true })).token,
    parent: (await w.session(w.people.parent, { assurance: 1, steppedUp: true })).token,
  }
})
beforeEach(async () => {
  await w.database.asSuperuser('delete from identity.throttle')
  // Twenty are open at a time; each test begins with none.
  await w.database.asSuperuser(`update share set until_at = now(), ended_why = 'ended' where until_at is null`)
})

/** A real JPEG in the store, grey all over. */
async function film(title: string) {
  const id = randomUUID()
  const bytes = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#808080' } }).withExif({ IFD0: { Copyright: 'secret place' } }).jpeg().toBuffer()
  const of = { practice: w.a.id, document: id, version: 1, variant: 'orig' }
  const { dek, wrapped } = vault().keys.use(w.a.key, (key) => newFileKey(key, of, 1))
  const storageKey = newStorageKey()
  const found = await receive({ bytes: (async function* () { yield bytes })(), declared: { size: bytes.length, type: 'image/jpeg', name: null, sha256: null }, maxBytes: 1e6, dek, of, store: vault().store, storageKey })
  if (!found.ok) throw new Error(found.reason)
  await w.put('document', { practice_id: w.a.id, id, patient_id: w.patients.anna, uploaded_by: w.members.desk, uploaded_by_name: 'Dana Desk', category: 'radiograph', title, taken_on: '2026-03-04', filed_at: new Date() })
  await w.put('document_version', {
    practice_id: w.a.id, document_id: id, version: 1, state: 'ready', content_type: found.type, byte_size: found.size, sha256: found.sha256, storage_key: storageKey,
    key_version: 1, wrapped_dek: Buffer.from(wrapped), commitment: found.commitment, ready_at: new Date(), width: found.width, height: found.height,
  })
  return id
}

type Known = { token?: string | null; guest?: string | null }
const run = <O>(operation: AnyOperation, hat: HatRef, input: unknown, { token = null, guest = null }: Known = {}, jar = new Map<string, string>()) =>
  withJar(jar, () => perform(operation, { token, guest, requestId: randomUUID(), act: true }, hat, input)) as Promise<O>
const code = async (work: Promise<unknown>) => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : Promise.reject(error)))

const atA = () => ({ practice: w.a.id })
const share = (more: object = {}) => run<Made>(shareByStaff, atA(), { patient: w.patients.anna, documents: [picture], recipientName: 'Dr. Alba Reyes', channel: 'show', ...more }, { token: tokens.owner })
const shareAsAnna = (more: object = {}) => run<Made>(shareByPatient, { portal: w.hats.anna }, { documents: [picture], recipientName: 'Dr. Alba Reyes', channel: 'show', ...more }, { token: tokens.anna })
const tokenOf = (made: Made) => (made.link ?? '').split('/s/')[1] ?? ''

/** Types the code, in a browser of its own. */
async function enter(token: string, digits: string) {
  const jar = new Map<string, string>()
  const done = await run<{ outcome: string; triesLeft: number; next: string | null }>(openShare, 'visitor', { token, code: digits }, {}, jar)
  return { ...done, guest: jar.get(guestCookie().name) ?? null }
}
async function guestOf(made: Made) {
  const { guest } = await enter(tokenOf(made), made.code)
  if (!guest) throw new Error('the code does not open')
  return guest
}
const request = (path: string, guest: string | null, more: RequestInit & { headers?: Record<string, string> } = {}) =>
  new Request(`${origin}${path}`, { ...more, headers: { ...(guest ? { cookie: `${guestCookie().name}=${guest}` } : {}), 'sec-fetch-site': 'same-origin', ...more.headers } })
async function ask(guest: string | null, shareId: string, document: string, query = '?page=1') {
  return openShared(request(`/v1/e/${shareId}/${document}${query}`, guest), { params: Promise.resolve({ share: shareId, document }) })
}
async function fetchPage(guest: string | null, shareId: string, document = picture, query = '?page=1', more: RequestInit & { headers?: Record<string, string> } = {}) {
  const link = await ask(guest, shareId, document, query)
  if (link.status !== 303) return link
  return sharedResponse(request(link.headers.get('location') ?? '', guest, more))
}
const wrong = (digits: string) => (digits === '000000' ? '000001' : '000000')
const history = (shareId: string) => w.database.asSuperuser<{ operation: string; actor_kind: string; actor_name: string; decision: string }>(
  `select operation, actor_kind, actor_name, decision from audit_event where hat_id = $1 and operation <> 'documents.sent' order by at, id`, [shareId])

describe('a share by the office', () => {
  test('is opened with the code, shows the page with the name on it, and is on record by that name', async () => {
    const made = await share()
    expect(made.code).toMatch(/^\d{6}$/)
    const look = await run<{ practiceName: string; madeByName: string }>(lookAtShare, 'visitor', { token: tokenOf(made) })
    expect(look).toMatchObject({ practiceName: 'Alder Dental', madeByName: 'Dr. Olive Owner', recipientName: 'Dr. Alba Reyes' })
    const { outcome, next, guest } = await enter(tokenOf(made), made.code)
    expect([outcome, next]).toEqual(['right', `/shared/${made.share}`])
    const shown = await run<{ documents: { id: string; pages: number[] }[] }>(showShare, { share: made.share }, {}, { guest })
    expect(shown.documents.map(({ id, pages }) => ({ id, pages }))).toEqual([{ id: picture, pages: [1] }])
    const page = await fetchPage(guest, made.share)
    expect([page.status, page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([200, 'image/jpeg', 'private, no-store'])
    const bytes = Buffer.from(await page.arrayBuffer())
    const { width, height, exif } = await sharp(bytes).metadata()
    expect([width, (height ?? 0) > 600, exif]).toEqual([900, true, undefined])
    // Grey all over before; now many of its points are not.
    const { data } = await sharp(bytes).extract({ left: 0, top: 0, width: 900, height: 600 }).greyscale().raw().toBuffer({ resolveWithObject: true })
    const marked = data.filter((value) => Math.abs(value - 128) > 12).length / data.length
    expect(marked).toBeGreaterThan(0.02)
    expect(await history(made.share)).toEqual([
      { operation: 'shares.open', actor_kind: 'guest', actor_name: 'Dr. Alba Reyes', decision: 'allow' },
      { operation: 'shares.redeem', actor_kind: 'guest', actor_name: 'Dr. Alba Reyes', decision: 'allow' },
    ])
    const { shares } = await run<{ shares: { id: string; openings: { what: string; title: string | null }[]; uses: number }[] }>(sharesOfPatient, atA(), { patient: w.patients.anna }, { token: tokens.owner })
    expect(shares.find(({ id }) => id === made.share)).toMatchObject({ uses: 1, state: 'live', openings: [{ what: 'opened', title: 'A film of Anna’s' }, { what: 'code', title: null }] })
  })

  test('serves ranges and HEAD of what was made, in one opening; another page is no second one', async () => {
    const made = await share()
    const guest = await guestOf(made)
    const location = (await ask(guest, made.share, picture)).headers.get('location') ?? ''
    const whole = Buffer.from(await (await sharedResponse(request(location, guest))).arrayBuffer())
    const part = await sharedResponse(request(location, guest, { headers: { range: 'bytes=10-19' } }))
    expect([part.status, Buffer.from(await part.arrayBuffer()).equals(whole.subarray(10, 20))]).toEqual([206, true])
    const head = await sharedResponse(request(location, guest, { method: 'HEAD' }))
    expect([head.status, (await head.arrayBuffer()).byteLength]).toEqual([200, 0])
    expect((await fetchPage(guest, made.share)).status).toBe(200)
    expect((await history(made.share)).map(({ operation }) => operation)).toEqual(['shares.open', 'shares.redeem', 'shares.page'])
  })

  test('gives the file itself only where that was allowed, and the history says so', async () => {
    const plain = await share()
    expect((await ask(await guestOf(plain), plain.share, picture, '')).status).toBe(404)
    const made = await share({ save: 'yes', documents: [picture, w.documents.annaHeld.id] })
    const guest = await guestOf(made)
    const file = await fetchPage(guest, made.share, w.documents.annaHeld.id, '')
    expect(file.headers.get('content-disposition')).toContain('attachment')
    expect(Buffer.from(await file.arrayBuffer()).equals(w.documents.annaHeld.bytes)).toBe(true)
    // A PDF of which no pictures have been made yet cannot carry a name.
    expect((await fetchPage(guest, made.share, w.documents.annaHeld.id)).status).toBe(404)
    expect((await history(made.share)).map(({ operation, decision }) => `${operation} ${decision}`)).toEqual(['shares.open allow', 'shares.save allow', 'shares.redeem deny'])
  })

  test('of what cannot carry a name is refused beforehand, and so is another patient’s paper', async () => {
    await expect(share({ documents: [w.documents.annaHeld.id] })).rejects.toMatchObject({ code: 'invalid', fields: { documents: [expect.stringContaining('with a name across them')] } })
    expect(await code(share({ documents: [w.documents.benReleased.id], save: 'yes' }))).toBe('not_found')
    expect(await code(share({ documents: [w.documents.bertaReleased.id], save: 'yes' }))).toBe('not_found')
  })

  test('by mail brings the link and not the code, and names no patient', async () => {
    const made = await share({ channel: 'mail', recipientEmail: 'alba@reyes.example' })
    expect(made.link).toBeNull()
    const [row] = await w.database.asSuperuser<{ kind: string; sealed: Buffer }>(`select kind, sealed from platform.outbox where kind = 'share' order by created_at desc limit 1`)
    const letter = openLetter('share', row?.sealed ?? Buffer.alloc(0))
    expect(letter.to).toBe('alba@reyes.example')
    expect(letter.text).not.toContain(made.code)
    expect(`${letter.subject} ${letter.text}`).not.toMatch(/Anna|Stone|film/)
    const token = /\/s\/([\w-]{43})/.exec(letter.text)?.[1] ?? ''
    expect((await enter(token, made.code)).outcome).toBe('right')
  })
})

describe('the link and its code', () => {
  test('looking at the link uses nothing up, and after as many codes as it may it is over', async () => {
    const made = await share({ uses: '1' })
    for (let at = 0; at < 5; at++) await run(lookAtShare, 'visitor', { token: tokenOf(made) })
    const first = await guestOf(made)
    expect((await enter(tokenOf(made), made.code)).outcome).toBe('gone')
    expect(await code(run(lookAtShare, 'visitor', { token: tokenOf(made) }))).toBe('not_found')
    // Whoever reads goes on reading.
    expect((await fetchPage(first, made.share)).status).toBe(200)
  })

  test('five wrong codes end it, counted even when they come at once', async () => {
    const made = await share()
    const tries = await Promise.all(Array.from({ length: 8 }, () => enter(tokenOf(made), wrong(made.code))))
    expect(tries.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(4)
    expect((await enter(tokenOf(made), made.code)).outcome).toBe('gone')
    expect(await w.database.asSuperuser('select ended_why from share where id = $1', [made.share])).toEqual([{ ended_why: 'tries' }])
  })

  test('four wrong codes do not keep the recipient out, nor do many wrong ones at other links from the same office', async () => {
    const made = await share()
    for (let at = 0; at < 4; at++) expect((await enter(tokenOf(made), wrong(made.code))).triesLeft).toBe(4 - at)
    for (let at = 0; at < 40; at++) await enter(Buffer.alloc(32, at).toString('base64url'), '123456')
    expect((await enter(tokenOf(made), made.code)).outcome).toBe('right')
  })

  test('made-up links are slowed down', async () => {
    let slowed = false
    for (let at = 0; at < 120 && !slowed; at++) slowed = (await code(enter(randomUUID(), '123456'))) === 'slow_down'
    expect(slowed).toBe(true)
  })

  test('one that never was, one that ended and a wrong one answer alike', async () => {
    const ended = await share()
    await run(endShareByStaff, atA(), { patient: w.patients.anna, share: ended.share }, { token: tokens.owner })
    const answers = await Promise.all([tokenOf(ended), Buffer.alloc(32, 7).toString('base64url'), 'x'].map(async (token) => [await code(run(lookAtShare, 'visitor', { token })), (await enter(token, ended.code)).outcome]))
    expect(answers).toEqual([['not_found', 'gone'], ['not_found', 'gone'], ['not_found', 'gone']])
  })
})

describe('a guest reaches nothing else', () => {
  test('with another share’s cookie, without one, with a link of the other’s, or with a person’s session', async () => {
    const [mine, other] = [await share(), await share()]
    const [guest, stranger] = [await guestOf(mine), await guestOf(other)]
    const location = (await ask(guest, mine.share, picture)).headers.get('location') ?? ''
    for (const cookie of [stranger, null, 'x'.repeat(43)]) {
      expect((await ask(cookie, mine.share, picture)).status).toBe(404)
      expect((await sharedResponse(request(location, cookie))).status).toBe(404)
      expect(await code(run(showShare, { share: mine.share }, {}, { guest: cookie }))).toBe('not_found')
    }
    expect((await sharedResponse(request(location.replace(mine.share, other.share), stranger))).status).toBe(404)
    expect((await sharedResponse(request(location.replace('page-1-', 'page-2-'), guest))).status).toBe(404)
    expect((await sharedResponse(request(location.replace('page-1-1600', 'orig'), guest))).status).toBe(404)
    // Neither class of link passes for the other.
    expect((await documentResponse(request(location.replace('/v1/g/', '/v1/d/'), guest))).status).toBe(401)
    expect((await documentResponse(request(location, guest))).status).toBe(404)
    expect((await sharedResponse(request(location, guest))).status).toBe(200)
    // A second browser with the same code is another session, for which the link was not made.
    expect((await sharedResponse(request(location, await guestOf(mine)))).status).toBe(404)
  })

  test('and other papers are not there, be they hers, held, or nobody’s', async () => {
    const made = await share()
    const guest = await guestOf(made)
    const answers = await Promise.all([w.documents.annaReleased.id, w.documents.benReleased.id, w.documents.bertaReleased.id, randomUUID(), 'x'].map(async (id) => {
      const answer = await ask(guest, made.share, id)
      return [answer.status, await answer.text()]
    }))
    expect(answers.every(([status, text]) => status === 404 && text === answers[0]?.[1])).toBe(true)
  })

  test.for<[string, (made: Made) => Promise<unknown>]>([
    ['the share ended', (made) => run(endShareByStaff, atA(), { patient: w.patients.anna, share: made.share }, { token: tokens.owner })],
    ['it ran out', (made) => w.database.asSuperuser(`update share set from_at = now() - interval '2 days', expires_at = now() - interval '1 second' where id = $1`, [made.share])],
    ['the half hour is over', (made) => w.database.asSuperuser('update guest_session set expires_at = now() where share_id = $1', [made.share])],
    ['the links of the practice ended', () => w.database.asSuperuser('update practice set epoch = epoch + 1 where practice_id = $1', [w.a.id])],
  ])('from the next request on, when %s', async ([what, end]) => {
    const made = await share()
    const guest = await guestOf(made)
    const location = (await ask(guest, made.share, picture)).headers.get('location') ?? ''
    expect((await sharedResponse(request(location, guest))).status).toBe(200)
    await end(made)
    expect((await sharedResponse(request(location, guest))).status).toBe(404)
    expect((await sharedResponse(request(location, guest, { headers: { range: 'bytes=0-9' } }))).status).toBe(404)
    if (what !== 'the links of the practice ended') expect((await ask(guest, made.share, picture)).status).toBe(404)
  })

  test('while documents are closed nothing opens, and no code is taken', async () => {
    const made = await share()
    const guest = await guestOf(made)
    const id = await w.put('switch', { practice_id: w.a.id, function: 'documents', closed_by: w.members.owner, closed_by_name: 'x', why: 'x' })
    expect((await fetchPage(guest, made.share)).status).toBe(503)
    expect((await enter(tokenOf(made), made.code)).outcome).toBe('gone')
    await w.database.asSuperuser('update switch set until_at = now() where id = $1', [id])
    expect((await fetchPage(guest, made.share)).status).toBe(200)
  })

  test('an opening that cannot be recorded does not happen', async () => {
    const made = await share()
    const guest = await guestOf(made)
    await w.database.asSuperuser(`create function refuse_event() returns trigger language plpgsql as $f$ begin if new.operation = 'shares.redeem' then raise exception 'no room' using errcode = '53100'; end if; return new; end $f$`)
    await w.database.asSuperuser('create trigger refuse_event before insert on audit_event for each row execute function refuse_event()')
    const answer = await fetchPage(guest, made.share)
    expect([answer.status, (await answer.text()).includes('JFIF')]).toEqual([503, false])
    await w.database.asSuperuser('drop trigger refuse_event on audit_event')
    expect((await fetchPage(guest, made.share)).status).toBe(200)
  })
})

test.for(['deleted and brought back', 'taken out of a wrong record and put back'] as const)('a paper that was %s is shared no more by what was made before', async (how) => {
  const paper = await film(`A film that was ${how}`)
  const made = await share({ documents: [picture, paper] })
  const guest = await guestOf(made)
  expect((await fetchPage(guest, made.share, paper)).status).toBe(200)
  if (how.startsWith('deleted')) {
    const order = await w.put('destruction', { practice_id: w.a.id, document_id: paper, cause: 'deletion', why: 'a test', ordered_by: w.members.owner, ordered_by_name: 'Olive' })
    await w.database.asSuperuser('update destruction set cancelled_at = now(), cancelled_by = $2, cancelled_by_name = $3 where id = $1', [order, w.members.owner, 'Olive'])
  } else await w.put('privacy_case', {
    practice_id: w.a.id, kind: 'wrong_patient', document_id: paper, patient_id: w.patients.ben, right_patient_id: w.patients.anna, title: 'A film', shown: true, stood_from: new Date(), why: 'a test',
    opened_by: w.members.owner, opened_by_name: 'Olive',
  })
  expect((await ask(guest, made.share, paper)).status).toBe(404)
  expect((await fetchPage(guest, made.share)).status, 'the other one is').toBe(200)
  const anew = await share({ documents: [paper] })
  expect((await fetchPage(await guestOf(anew), anew.share, paper)).status, 'and it may be shared anew').toBe(200)
})

describe('a share by the patient', () => {
  test('shows its openings to her by name, and ends with a tap', async () => {
    const made = await shareAsAnna()
    const guest = await guestOf(made)
    expect((await fetchPage(guest, made.share)).status).toBe(200)
    const list = async () => (await run<{ shares: { id: string; state: string; mine: boolean; openings: { what: string }[] }[] }>(myShares, { portal: w.hats.anna }, {}, { token: tokens.anna })).shares.find(({ id }) => id === made.share)
    expect(await list()).toMatchObject({ state: 'live', mine: true, openings: [{ what: 'opened' }, { what: 'code' }] })
    await run(endShareByPatient, { portal: w.hats.anna }, { share: made.share }, { token: tokens.anna })
    expect(await list()).toMatchObject({ state: 'ended' })
    expect((await fetchPage(guest, made.share)).status).toBe(404)
  })

  test('dies with the release', async () => {
    const film2 = await film('Another film')
    const release = await w.put('release', { practice_id: w.a.id, document_id: film2, patient_id: w.patients.anna, released_by_name: 'x' })
    const made = await shareAsAnna({ documents: [film2] })
    const guest = await guestOf(made)
    expect((await fetchPage(guest, made.share, film2)).status).toBe(200)
    await w.database.asSuperuser(`update release set until_at = now(), ended_why = 'withdrawn' where id = $1`, [release])
    expect((await fetchPage(guest, made.share, film2)).status).toBe(404)
  })

  test('is of what she sees, and not of part of a record by who acts for her', async () => {
    expect(await code(shareAsAnna({ documents: [w.documents.annaHeld.id], save: 'yes' }))).toBe('not_found')
    const byParent = () => run<Made>(shareByPatient, { portal: w.hats.parent }, { documents: [picture], recipientName: 'x', channel: 'show' }, { token: tokens.parent })
    const made = await byParent()
    const guest = await guestOf(made)
    expect((await fetchPage(guest, made.share)).status).toBe(200)
    await w.database.asSuperuser(`update portal_access set scope = 'categories', categories = '{radiograph}' where id = $1`, [w.hats.parent])
    expect(await code(byParent())).toBe('forbidden')
    expect((await fetchPage(guest, made.share)).status).toBe(404)
    await w.database.asSuperuser(`update portal_access set scope = 'all', categories = '{}' where id = $1`, [w.hats.parent])
  })

  test('is a secret between her and the recipient where two who act for one are kept apart: nobody else sees it, reads of its openings or ends it', async () => {
    const hers = await shareAsAnna({ recipientName: 'Refuge Dental' })
    await fetchPage(await guestOf(hers), hers.share)
    const other = () => run<{ shares: { id: string }[] }>(myShares, { portal: w.hats.parent }, {}, { token: tokens.parent })
    const looks = async () => JSON.stringify(await run(listLooks, { portal: w.hats.parent }, {}, { token: tokens.parent }))
    const end = () => code(run(endShareByPatient, { portal: w.hats.parent }, { share: hers.share }, { token: tokens.parent }))
    expect((await other()).shares.map(({ id }) => id), 'the control: not kept apart').toContain(hers.share)
    expect(await looks()).toContain('Refuge Dental')
    await w.database.asSuperuser('update portal_access set sees_others_uploads = false where id = $1', [w.hats.parent])
    expect((await other()).shares.map(({ id }) => id)).not.toContain(hers.share)
    expect(await looks()).not.toContain('Refuge Dental')
    expect(await end()).toBe('not_found')
    const own = await run<Made>(shareByPatient, { portal: w.hats.parent }, { documents: [picture], recipientName: 'Own Dental', channel: 'show' }, { token: tokens.parent })
    await fetchPage(await guestOf(own), own.share)
    expect((await other()).shares.map(({ id }) => id)).toContain(own.share)
    expect(await looks(), 'one’s own is not hidden').toContain('Own Dental')
    await w.database.asSuperuser('update portal_access set sees_others_uploads = true where id = $1', [w.hats.parent])
    expect(await end()).toBe('done')
  })

  test('twenty are open at a time, and ten letters go out in an hour; what is open stands first in the list', async () => {
    const first = await run<Made>(shareByPatient, { portal: w.hats.parent }, { documents: [picture], recipientName: 'The first', channel: 'show' }, { token: tokens.parent })
    const more = (channel: object) => code(run<Made>(shareByPatient, { portal: w.hats.parent }, { documents: [picture], recipientName: 'Another', ...channel }, { token: tokens.parent }))
    const mail = { channel: 'mail', recipientEmail: 'alba@reyes.example' }
    for (let at = 0; at < 10; at++) expect(await more(mail)).toBe('done')
    expect(await more(mail)).toBe('slow_down')
    const answers: string[] = []
    while (answers.at(-1) !== 'slow_down' && answers.length < 21) answers.push(await more({ channel: 'show' }))
    expect(answers.at(-1)).toBe('slow_down')
    await w.database.asSuperuser(`update share set until_at = now(), ended_why = 'ended' where made_by = $1 and id <> $2 and until_at is null`, [w.hats.parent, first.share])
    const { shares } = await run<{ shares: { id: string }[] }>(myShares, { portal: w.hats.parent }, {}, { token: tokens.parent })
    expect(shares.findIndex(({ id }) => id === first.share)).toBeLessThan(shares.length - 10)
    expect(await more({ channel: 'show' })).toBe('done')
  })

  test('a referral by the office is in her list and not hers to end', async () => {
    const made = await share()
    const { shares } = await run<{ shares: { id: string; mine: boolean }[] }>(myShares, { portal: w.hats.anna }, {}, { token: tokens.anna })
    expect(shares.find(({ id }) => id === made.share)).toMatchObject({ mine: false })
    expect(await code(run(endShareByPatient, { portal: w.hats.anna }, { share: made.share }, { token: tokens.anna }))).toBe('not_found')
  })
})

describe('files that another office was asked for', () => {
  const asked = () => run<Made>(askForFiles, atA(), { patient: w.patients.anna, recipientName: 'North Street Imaging', channel: 'show', purpose: 'The panoramic of March, please' }, { token: tokens.owner })
  const send = (guest: string | null, shareId: string, bytes: Buffer, type = 'application/pdf') =>
    takeFromGuest(request(`/v1/i/${shareId}?name=scan.pdf`, guest, { method: 'POST', body: new Uint8Array(bytes), headers: { 'content-type': type, 'content-length': String(bytes.length) } }), { params: Promise.resolve({ share: shareId }) })

  test('come in unfiled, marked with from whom, until that is all; then the link is over and the asker is told', async () => {
    const made = await asked()
    const { next, guest } = await enter(tokenOf(made), made.code)
    expect(next).toBe(`/send-in/${made.share}`)
    const shown = await run<object>(showRequest, { share: made.share }, {}, { guest })
    expect(JSON.stringify(shown)).not.toMatch(/Anna|Stone/)
    for (const name of ['one', 'two']) expect((await send(guest, made.share, smallPdf(name))).status).toBe(201)
    expect((await send(guest, made.share, Buffer.from('no file of ours'))).status).toBe(415)
    const arrived = await w.database.asSuperuser(`select d.uploaded_by_name, d.patient_id = $2 as hers, d.filed_at, v.state from document d join document_version v on v.document_id = d.id where d.uploaded_by = $1 order by v.state, d.created_at`, [made.share, w.patients.anna])
    const from = { uploaded_by_name: 'North Street Imaging, asked by Dr. Olive Owner', hers: true, filed_at: null }
    expect(arrived).toEqual([{ ...from, state: 'ready' }, { ...from, state: 'ready' }, { ...from, state: 'rejected' }])
    expect(await run(showRequest, { share: made.share }, {}, { guest }), 'what was refused is not counted').toMatchObject({ begun: 2 })
    expect(await run(finishSending, { share: made.share }, {}, { guest })).toEqual({ files: 2 })
    expect((await send(guest, made.share, smallPdf('late'))).status).toBe(404)
    expect((await enter(tokenOf(made), made.code)).outcome).toBe('gone')
    const [row] = await w.database.asSuperuser<{ sealed: Buffer }>(`select sealed from platform.outbox where kind = 'share_arrived' order by created_at desc limit 1`)
    const letter = openLetter('share_arrived', row?.sealed ?? Buffer.alloc(0))
    expect(letter.to).toBe('owner@alder.example')
    expect(`${letter.subject} ${letter.text}`).not.toMatch(/Anna|Stone/)
    expect((await history(made.share)).map(({ operation, decision }) => `${operation} ${decision}`)).toContain('sending.arrived allow')
  })

  test('a file that rests whole is not lost because writing was closed meanwhile; another is not begun', async () => {
    const made = await asked()
    const guest = await guestOf(made)
    const begun = await run<{ document: string; dek: Buffer }>(beginSending, { share: made.share }, { fileName: 'x.pdf' }, { guest })
    const closed = await w.put('switch', { practice_id: w.a.id, function: 'writes', closed_by: w.members.owner, closed_by_name: 'Olive', why: 'a test' })
    expect(await code(run(beginSending, { share: made.share }, { fileName: 'y.pdf' }, { guest }))).toBe('closed')
    await run(completeSending, { share: made.share }, { document: begun.document, version: 1, contentType: 'application/pdf', byteSize: 9, sha256: Buffer.alloc(32), commitment: Buffer.alloc(32), width: null, height: null }, { guest })
    expect(await run(finishSending, { share: made.share }, {}, { guest })).toEqual({ files: 1 })
    await w.database.asSuperuser('update switch set until_at = now() where id = $1', [closed])
  })

  test('are taken from nobody else, and a guest of papers sends none', async () => {
    const made = await asked()
    const guest = await guestOf(made)
    const other = await guestOf(await asked())
    const reads = await share()
    const reader = await guestOf(reads)
    for (const cookie of [other, reader, null]) expect((await send(cookie, made.share, smallPdf('x'))).status).toBe(404)
    expect((await send(reader, reads.share, smallPdf('x'))).status).toBe(403)
    expect(await code(run(showShare, { share: made.share }, {}, { guest }))).toBe('forbidden')
    expect((await ask(guest, made.share, picture)).status).toBe(404)
    for (const cookie of [other, reader, null]) expect(await code(run(finishSending, { share: made.share }, {}, { guest: cookie }))).toBe('not_found')
    expect((await send(guest, made.share, smallPdf('x'))).status).toBe(201)
  })

  test('a form without scripts is answered with its page, and a write from elsewhere is refused', async () => {
    const made = await asked()
    const guest = await guestOf(made)
    const form = new FormData()
    form.set('file', new File([new Uint8Array(smallPdf('by form'))], 'scan.pdf', { type: 'application/pdf' }))
    const post = (more: Record<string, string> = {}) => takeFromGuest(request(`/v1/i/${made.share}`, guest, { method: 'POST', body: form, headers: more }), { params: Promise.resolve({ share: made.share }) })
    const done = await post()
    expect([done.status, done.headers.get('location')]).toEqual([303, `/send-in/${made.share}?done=sent`])
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })
})

test('a mark is drawn on pictures of every size and shape, with signs that are markup', async () => {
  for (const [width, height] of [[30, 20], [60, 900], [1600, 40], [3000, 2200]] as const) {
    const picture = await sharp({ create: { width, height, channels: 3, background: '#111111' } }).png().toBuffer()
    const marked = await sharp(await markOver(picture, { across: 'For Dr. <b>A & B</b>', below: 'For Dr. <b>A & B</b>, Nov 25, 2026, shared by Alder Dental' })).metadata()
    expect([marked.format, marked.width]).toEqual(['jpeg', Math.max(280, Math.round(width * Math.min(1, 1600 / Math.max(width, height))))])
  }
})

test('no guest’s session is left to guess: its token is 256 random bits, of which a hash is kept', async () => {
  const made = await share()
  const guest = await guestOf(made)
  expect(guest).toMatch(/^[\w-]{43}$/)
  const rows = await w.database.asSuperuser<{ token_hash: Buffer }>('select token_hash from guest_session where share_id = $1', [made.share])
  expect(rows.map(({ token_hash: hash }) => hash.toString('base64url'))).not.toContain(guest)
  expect(rows).toHaveLength(1)
})
