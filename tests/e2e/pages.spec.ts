import { createHash, randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type BrowserContext, type Page, expect, test } from '@playwright/test'
import { target } from '../setup/target'
import { account, desk, enter, fitsSideways, one, ownHat, phone, sql, workplace } from './support'

/** Who goes round: keys of the story, with the state of their sessions. */
const principals = {
  katherine: { steppedUp: true },
  amara: { steppedUp: true },
  joy: { steppedUp: true },
  // Signed in a while ago, and asked to confirm.
  rosa: { steppedUp: false },
  // Away from her keyboard.
  ruth: { steppedUp: false, locked: true },
}

type Ids = Awaited<ReturnType<typeof gather>>
type Visit = {
  /** Whose browser; `visitor` is signed in as nobody. */
  as: 'visitor' | 'guest' | 'asked' | keyof typeof principals
  at: (ids: Ids) => string
  /** 200 unless said. */
  status?: number
}

const portal = (rest: (ids: Ids) => string): Visit => ({ as: 'katherine', at: (ids) => `/portal/${ids.hat}${rest(ids)}` })
const office = (rest: (ids: Ids) => string): Visit => ({ as: 'amara', at: (ids) => `/practice/${ids.practice}${rest(ids)}` })
const open = (at: (ids: Ids) => string, status = 200): Visit => ({ as: 'visitor', at, status })
/** Somebody outside whom papers were shared with, and an office that was asked for some, each past the six digits. */
const guest = (at: (ids: Ids) => string): Visit => ({ as: 'guest', at })
const asked = (at: (ids: Ids) => string): Visit => ({ as: 'asked', at })
const own = (path: string): Visit => ({ as: 'katherine', at: () => path })

/** Every page of app/, by its folder: who goes there, and where exactly. A page that is not here fails the first test. */
const visits: Record<string, Visit[]> = {
  '(public)': [open(() => '/')],
  '(public)/security': [open(() => '/security')],
  'account/(own)': [],
  'account/(own)/email': [own('/account/email')],
  'account/(own)/factors': [own('/account/factors'), { as: 'amara', at: () => '/account/factors' }],
  // The offer stands in the address, and is good in the session that asked for it.
  'account/(own)/factors/app': [{ as: 'katherine', at: ({ links }) => `/account/factors/app?offer=${links.nobody}` }],
  'account/(own)/password': [own('/account/password')],
  'account/(own)/phone': [own('/account/phone')],
  'account/(own)/pin': [{ as: 'amara', at: () => '/account/pin' }],
  'account/(own)/sessions': [own('/account/sessions')],
  'account/email/confirm/[token]': [open(({ links }) => `/account/email/confirm/${links.email_new}`), open(({ links }) => `/account/email/confirm/${links.nobody}`, 404)],
  'account/email/object/[token]': [open(({ links }) => `/account/email/object/${links.email_object}`), open(({ links }) => `/account/email/object/${links.nobody}`, 404)],
  confirm: [{ as: 'rosa', at: () => '/confirm?next=/account/password' }],
  'demo/authenticator': [open(() => '/demo/authenticator', 404)],
  'demo/mail': [open(() => '/demo/mail', 404)],
  'demo/styles': [open(() => '/demo/styles', 404)],
  'demo/styles/[shell]': [open(() => '/demo/styles/portal', 404)],
  hats: [own('/hats'), { as: 'amara', at: () => '/hats' }],
  help: [open(() => '/help')],
  'help/[road]': [open(() => '/help/account'), open(() => '/help/no-such-road', 404)],
  'join/[token]': [open(({ links }) => `/join/${links.patient}`), open(({ links }) => `/join/${links.staff}`), open(({ links }) => `/join/${links.nobody}`, 404)],
  'join/[token]/accept': [{ as: 'katherine', at: ({ links }) => `/join/${links.staff}/accept` }],
  // Both stand behind the six digits that are told at the desk.
  'join/[token]/password': [open(({ links }) => `/join/${links.patient}/password`, 404)],
  'join/[token]/phone': [open(({ links }) => `/join/${links.patient}/phone`, 404)],
  'join/welcome': [open(() => '/join/welcome')],
  locked: [{ as: 'ruth', at: () => '/locked' }],
  phone: [],
  'portal/[hat]': [portal(() => '')],
  'portal/[hat]/documents': [portal(() => '/documents'), portal(() => '/documents?kind=referral')],
  'portal/[hat]/documents/[document]': [portal(({ document }) => `/documents/${document}`), portal(() => '/documents/00000000-0000-4000-8000-000000000000')],
  'portal/[hat]/people': [portal(() => '/people')],
  'portal/[hat]/send': [portal(() => '/send'), portal(() => '/send?as=insurance_card'), portal(() => '/send?as=paper')],
  'portal/[hat]/shares': [portal(() => '/shares')],
  'portal/[hat]/shares/new': [portal(({ document }) => `/shares/new?document=${document}`)],
  's/[token]': [open(({ links }) => `/s/${links.share}`), open(({ links }) => `/s/${links.nobody}`, 404)],
  'shared/[share]': [guest(({ shared }) => `/shared/${shared}`), open(({ shared }) => `/shared/${shared}`, 404)],
  'shared/[share]/[document]': [guest(({ shared, document }) => `/shared/${shared}/${document}`)],
  'send-in/[share]': [asked(({ asking }) => `/send-in/${asking}`), open(({ asking }) => `/send-in/${asking}`, 404)],
  'send-in/done': [open(() => '/send-in/done')],
  'portal/[hat]/visits': [portal(() => '/visits')],
  'portal/[hat]/who-looked': [portal(() => '/who-looked')],
  'practice/[practice]': [office(() => ''), { as: 'joy', at: ({ practice }) => `/practice/${practice}` }],
  'practice/[practice]/access': [office(() => '/access')],
  'practice/[practice]/documents/[document]': [office(({ document }) => `/documents/${document}`), office(({ unreleased }) => `/documents/${unreleased}`), office(({ held }) => `/documents/${held}`)],
  'practice/[practice]/documents/[document]/move': [office(({ unfiled }) => `/documents/${unfiled}/move`)],
  'practice/[practice]/documents/[document]/delete': [office(({ document }) => `/documents/${document}/delete`), { as: 'joy', at: ({ practice, document }) => `/practice/${practice}/documents/${document}/delete` }],
  'practice/[practice]/deleted': [office(() => '/deleted')],
  'practice/[practice]/patients/[patient]/hold': [office(({ patient }) => `/patients/${patient}/hold`)],
  'practice/[practice]/settings/retention': [office(() => '/settings/retention')],
  'practice/[practice]/settings/retention/due': [office(() => '/settings/retention/due')],
  'practice/[practice]/settings/import': [office(() => '/settings/import'), office(() => '/settings/import?why=encoding')],
  'practice/[practice]/settings/import/[batch]': [office(({ imported }) => `/settings/import/${imported}`)],
  'practice/[practice]/settings/storage': [office(() => '/settings/storage')],
  'practice/[practice]/documents/[document]/wrong-patient': [office(({ document }) => `/documents/${document}/wrong-patient`)],
  'practice/[practice]/privacy': [office(() => '/privacy'), office(() => '/privacy?closed=1')],
  'practice/[practice]/privacy/[case]': [office(({ privacyCase }) => `/privacy/${privacyCase}`)],
  'practice/[practice]/patients/[patient]/shares': [office(({ patient }) => `/patients/${patient}/shares`)],
  'practice/[practice]/patients/[patient]/shares/new': [office(({ patient }) => `/patients/${patient}/shares/new`)],
  'practice/[practice]/patients/[patient]/shares/ask': [office(({ patient }) => `/patients/${patient}/shares/ask`)],
  'practice/[practice]/patients/[patient]/release': [office(({ patient }) => `/patients/${patient}/release`)],
  'practice/[practice]/history': [office(() => '/history')],
  'practice/[practice]/members': [office(() => '/members')],
  'practice/[practice]/members/[member]': [office(({ member }) => `/members/${member}`)],
  'practice/[practice]/members/invite': [office(() => '/members/invite')],
  'practice/[practice]/patients': [office(() => '/patients'), office(() => '/patients?q=nobody-is-called-so')],
  'practice/[practice]/patients/[patient]': [office(({ patient }) => `/patients/${patient}`)],
  'practice/[practice]/patients/[patient]/archive': [office(({ patient }) => `/patients/${patient}/archive`)],
  'practice/[practice]/patients/[patient]/edit': [office(({ patient }) => `/patients/${patient}/edit`)],
  'practice/[practice]/patients/[patient]/portal': [office(({ patient }) => `/patients/${patient}/portal`)],
  'practice/[practice]/patients/new': [office(() => '/patients/new')],
  'practice/[practice]/settings': [office(() => '/settings')],
  'practice/[practice]/settings/practice': [office(() => '/settings/practice')],
  'practice/[practice]/settings/releases': [office(() => '/settings/releases')],
  'practice/[practice]/to-file': [office(() => '/to-file')],
  'practice/[practice]/upload-failed': [office(() => '/upload-failed?why=pdf_password')],
  'practice/[practice]/workstations': [office(() => '/workstations')],
  recover: [open(() => '/recover')],
  'recover/[token]': [open(({ links }) => `/recover/${links.recover}`), open(({ links }) => `/recover/${links.nobody}`, 404)],
  'sign-in': [open(() => '/sign-in')],
  'sign-in/second-factor': [],
  'signed-out': [open(() => '/signed-out')],
  workstation: [open(() => '/workstation')],
}

/** Pages that only lead elsewhere for everybody who can be here without a secret: where they must lead. */
const leads: Record<string, { as: Visit['as']; at: string; to: RegExp }> = {
  'account/(own)': { as: 'katherine', at: '/account', to: /\/account\/sessions$/ },
  phone: { as: 'visitor', at: '/phone', to: /\/sign-in$/ },
  'sign-in/second-factor': { as: 'amara', at: '/sign-in/second-factor', to: /\/hats$/ },
}

const app = join(import.meta.dirname, '..', '..', 'app')
const pages = readdirSync(app, { recursive: true }).map(String).filter((path) => /(^|\/)page\.tsx$/.test(path)).map((path) => path.replace(/\/?page\.tsx$/, '')).sort()

/** The document that is not there is a page too: the one answer to "not there" and "not yours". */
const expected = (visit: Visit, path: string) => visit.status ?? (path.endsWith('/00000000-0000-4000-8000-000000000000') ? 404 : 200)

test('every page of the application is visited here', () => {
  expect(Object.keys(visits).filter((page) => (visits[page] ?? []).length === 0).sort()).toEqual(Object.keys(leads).sort())
  expect(Object.keys(visits).sort()).toEqual(pages)
})

for (const [page, { as, at, to }] of Object.entries(leads)) {
  test(`${page} leads on`, async ({ page: tab }) => {
    if (as !== 'visitor') await enter(tab, as)
    await tab.goto(at)
    await expect(tab).toHaveURL(to)
  })
}

for (const as of ['visitor', 'guest', 'asked', ...(Object.keys(principals) as (keyof typeof principals)[])] as const) {
  const mine = Object.values(visits).flat().filter((visit) => visit.as === as)
  test.describe(`as ${as}`, () => {
    test.describe.configure({ mode: 'default' })
    let context: BrowserContext
    let ids: Ids
    test.beforeAll(async ({ browser }) => {
      ids = await gather()
      context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-US', timezoneId: 'America/Chicago' })
      if (as === 'guest' || as === 'asked') await context.addCookies([{ name: '__Host-enamel-guest', value: ids.shares[as === 'guest' ? 'out' : 'in'].cookie, url: target().origin, secure: true, httpOnly: true, sameSite: 'Lax' }])
      else if (as !== 'visitor') await enter(context, as, principals[as])
    })
    test.afterAll(() => context.close())
    for (const [nth, visit] of mine.entries()) {
      const name = pageNamed(visit)
      test(`${nth + 1}. ${name}`, async () => {
        const path = visit.at(ids)
        const tab = await context.newPage()
        try {
          await examine(tab, path, expected(visit, path), as !== 'visitor')
        } finally {
          await tab.close()
        }
      })
    }
  })
}

/** What a report calls it: the address with the names of its parameters. */
function pageNamed(visit: Visit): string {
  const links = new Proxy({}, { get: (_, key) => `[${String(key)}]` })
  const names = new Proxy({ links }, { get: (known, key) => (key === 'links' ? known.links : `[${String(key)}]`) })
  return visit.at(names as unknown as Ids)
}

/** One page in both sizes and both modes, loaded once. */
async function examine(tab: Page, path: string, status: number, isPrivate: boolean): Promise<void> {
  const faults: string[] = []
  tab.on('pageerror', (error) => faults.push(`script: ${error.message}`))
  tab.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) faults.push(`console: ${message.text()}`)
  })
  await tab.addInitScript(() => {
    const seen: string[] = []
    Object.assign(globalThis, { seenViolations: seen })
    document.addEventListener('securitypolicyviolation', (event) => seen.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`))
  })
  await tab.setViewportSize(phone)
  await tab.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const answer = await tab.goto(path, { waitUntil: 'load' })
  expect(answer?.status(), `${path}: status`).toBe(status)
  expect(new URL(tab.url()).pathname, 'nobody is sent elsewhere').toBe(path.replace(/\?.*/, ''))
  checkHeaders(answer?.headers() ?? {}, isPrivate)
  await expect(tab.locator('h1'), 'one heading of the first rank').toHaveCount(1)
  expect(await tab.title()).toMatch(/\S/)
  for (const size of [phone, desk]) {
    await tab.setViewportSize(size)
    for (const mode of ['light', 'dark'] as const) {
      const where = `${path}, ${size.width} px, ${mode}`
      await tab.emulateMedia({ colorScheme: mode, reducedMotion: 'reduce' })
      await fitsSideways(tab, where)
      await isAccessible(tab, where, mode === 'light')
    }
  }
  const violations = await tab.evaluate(() => (globalThis as unknown as { seenViolations: string[] }).seenViolations)
  expect([...faults, ...violations], `${path}: violations and script errors`).toEqual([])
}

function checkHeaders(headers: Record<string, string>, isPrivate: boolean): void {
  expect(headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-[\w-]{20,}' 'strict-dynamic'/)
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
  })
  expect(headers['x-powered-by']).toBeUndefined()
  if (isPrivate) expect(headers['cache-control']).toContain('no-store')
}

/** By day all rules; at night what differs, the colours. */
async function isAccessible(tab: Page, where: string, all: boolean): Promise<void> {
  const runOnly = all ? { type: 'tag' as const, values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } : { type: 'rule' as const, values: ['color-contrast'] }
  const { violations } = await new AxeBuilder({ page: tab }).setLegacyMode(true).options({ runOnly, resultTypes: ['violations'] }).analyze()
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).join(' | ')}`)
  expect.soft(said, where).toEqual([])
}

/** Ids and links of the story, and links that no letter brought. */
async function gather() {
  const { hat, patient, practice } = await ownHat('katherine')
  const { id: document } = await one(
    `select d.id from document d join release r on r.practice_id = d.practice_id and r.document_id = d.id and r.until_at is null and r.expires_at is null
      where d.patient_id = $1 order by d.taken_on desc limit 1`, [patient])
  const { id: unreleased } = await one(
    `select d.id from document d join document_version v on v.practice_id = d.practice_id and v.document_id = d.id and v.state = 'ready'
      where d.practice_id = $1 and d.patient_id is not null and not exists (select from release r where r.document_id = d.id) order by d.created_at desc limit 1`, [practice])
  // What no scanner understood, in the story's tray.
  const { id: held } = await one(`select document_id as id from document_version where practice_id = $1 and state = 'held' order by created_at limit 1`, [practice])
  const { id: unfiled } = await one(
    `select d.id from document d join document_version v on v.practice_id = d.practice_id and v.document_id = d.id and v.state = 'ready'
      where d.practice_id = $1 and d.filed_at is null and d.deleted_at is null and not d.uploaded_by_patient order by d.created_at, d.id limit 1`, [practice])
  const { member } = await workplace('joy')
  const shares = { out: await share(practice, patient, member, document), in: await share(practice, patient, member) }
  const { id: privacyCase } = await one('select id from privacy_case where practice_id = $1 order by opened_at limit 1', [practice])
  const { id: imported } = await one(`select id from import_batch where practice_id = $1 and state = 'finished' and file_name = 'old-system-export.csv'`, [practice])
  const links = {
    nobody: token(),
    patient: await invitation(practice, `'patient', 'mail', 'someone.new@letterbox.example', 'Someone New', '{}', $3, 'self'`, patient),
    staff: await invitation(practice, `'staff', 'mail', 'katherine.nguyen@letterbox.example', 'Someone New', '{billing}', null::uuid, null`),
    recover: await challenge('recover', { kind: 'patient' }),
    email_new: await challenge('email_new', { email: 'another.address@letterbox.example', key: 'another.address@letterbox.example' }),
    email_object: await challenge('email_object', { old: account('rosa').email }),
  }
  return { hat, patient, practice, document, unreleased, unfiled, held, member, privacyCase, imported, shares, shared: shares.out.id, asking: shares.in.id, links: { ...links, share: shares.out.link } }
}

/** A share of a paper, or a request for some where none is named, and the cookie of who typed its digits. */
async function share(practice: string, patient: string, member: string, document?: string) {
  const [link, cookie] = [token(), token()]
  const { id } = await one(
    `insert into share (practice_id, direction, patient_id, recipient_name, purpose, made_as, made_by, made_by_name, token_hash, code_hash, expires_at)
     values ($1, $2, $3, 'Dr. Alba Reyes', 'The films of last spring', 'staff', $4, 'Joy Mendoza', $5, $6, now() + interval '1 day') returning id`,
    [practice, document ? 'out' : 'in', patient, member, hashOf(link), randomBytes(32)])
  if (document) await sql('insert into share_document (practice_id, share_id, document_id, version) select practice_id, $2, id, current_version from document where practice_id = $1 and id = $3', [practice, id, document])
  await sql(`insert into guest_session (practice_id, share_id, token_hash, expires_at) values ($1, $2, $3, now() + interval '1 hour')`, [practice, id, hashOf(cookie)])
  return { id, link, cookie }
}

const token = () => randomBytes(32).toString('base64url')
const hashOf = (text: string) => createHash('sha256').update(text).digest()

async function invitation(practice: string, values: string, patient?: string): Promise<string> {
  const text = token()
  await sql(
    `insert into invitation (practice_id, token_hash, kind, channel, email, display_name, roles, patient_id, relation, created_by_name, expires_at)
     values ($1, $2, ${values}, 'A test', now() + interval '1 day')`, patient ? [practice, hashOf(text), patient] : [practice, hashOf(text)])
  return text
}

async function challenge(purpose: string, data: object): Promise<string> {
  const text = token()
  await sql(
    `insert into identity.challenge (token_hash, purpose, person_id, data, expires_at)
     select $1, $2, id, $3, now() + interval '1 hour' from identity.person where email_key = $4`, [hashOf(text), purpose, data, account('rosa').email])
  return text
}
