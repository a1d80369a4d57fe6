import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Page, expect, test } from '@playwright/test'
import { root } from '@/scripts/lib/paths'
import { target } from '../setup/target'
import { account, enter, one, phone, sql } from './support'

test.use({ viewport: phone, hasTouch: true, isMobile: true })

type Scene = { hat: string; practice: string; patient: string; name: string; called: string; telephone: string; document: string; title: string }

/** Somebody's portal, with a telephone to call and a document that she may see while all is open. */
async function scene(key: string, relation: 'self' | 'parent'): Promise<Scene> {
  const found = await one<Omit<Scene, 'document' | 'title'>>(
    `select a.id as hat, a.practice_id as practice, a.patient_id as patient, p.name, p.phone as telephone, t.given_name || ' ' || t.family_name as called
       from portal_access a join identity.person i on i.id = a.person_id join practice p on p.practice_id = a.practice_id
       join patient t on t.practice_id = a.practice_id and t.id = a.patient_id
      where i.email_key = $1 and a.relation = $2 and a.until_at is null and p.phone <> '' limit 1`, [account(key).email.toLowerCase(), relation])
  const [paper] = await sql<{ document: string; title: string }>(
    `select d.id as document, d.title from document d join release r on r.practice_id = d.practice_id and r.document_id = d.id and r.until_at is null
        and (r.expires_at is null or r.expires_at > now())
       join portal_access a on a.practice_id = d.practice_id and a.id = $3 and (a.scope = 'all' or d.category = any (a.categories))
      where d.practice_id = $1 and d.patient_id = $2 and d.filed_at is not null order by d.taken_on desc, d.id desc limit 1`, [found.practice, found.patient, found.hat])
  if (!paper) throw new Error('the story releases nothing to this patient')
  return { ...found, ...paper }
}

const close = async (practice: string, what: 'documents' | 'portal') => void (await sql(
  `insert into switch (practice_id, function, closed_by, closed_by_name, why)
   select $1, $2, id, display_name, 'an e2e test' from membership where practice_id = $1 and until_at is null limit 1`, [practice, what]))

const reopen = async () => void (await sql(`update switch set until_at = now(), reopened_why = 'an e2e test' where until_at is null and why = 'an e2e test'`))
test.afterEach(reopen)

/** Every page of the portal there is, by its file: one that forgets to ask what is closed fails here. */
function portalPages({ hat, document }: Scene): string[] {
  const found = readdirSync(join(root, 'app', 'portal', '[hat]'), { recursive: true, encoding: 'utf8' }).filter((path) => /(^|\/)page\.tsx$/.test(path))
  return found.map((path) => `/portal/${hat}/${path.replace(/\/?page\.tsx$/, '').replace('[document]', document)}`.replace(/\/$/, ''))
}

/** It answers, and is no page of trouble. */
async function goesCalmly(page: Page, path: string): Promise<void> {
  expect((await page.goto(path))?.status(), path).toBe(200)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText('This page failed'), path).toHaveCount(0)
}

const refusals = async (patient: string) => (await sql(
  `select 1 from audit_event e join portal_access a on a.practice_id = e.practice_id and a.id = e.hat_id
    where a.patient_id = $1 and e.decision = 'deny' and e.reason like 'closed:%'`, [patient])).length

const failures = () => readFileSync(target().serverLog, 'utf8').split('\n').filter((line) => line.includes('request.failed')).length

test('while documents are closed, the home shows visits and says calmly that documents are not there now', async ({ page }) => {
  const s = await scene('katherine', 'self')
  const { hat, title, name, telephone } = s
  await enter(page, 'katherine')
  const main = page.getByRole('main')
  await goesCalmly(page, `/portal/${hat}`)
  await expect(main.getByRole('heading', { name: 'Next visit' })).toBeVisible()
  await expect(main.getByText(title, { exact: true }).first(), 'there is something to hide').toBeVisible()

  await close(s.practice, 'documents')
  const before = { refusals: await refusals(s.patient), failures: failures() }
  await goesCalmly(page, `/portal/${hat}`)
  await expect(main.getByRole('heading', { name: 'Next visit' })).toBeVisible()
  await expect(main.getByText(`${name} has closed documents for the moment.`)).toBeVisible()
  await expect(main.locator(`a[href="tel:${telephone.replace(/[^+\d]/g, '')}"]`).first()).toBeVisible()
  await expect(main.getByText(title, { exact: true })).toHaveCount(0)
  for (const path of portalPages(s)) await goesCalmly(page, path)
  await page.goto(`/portal/${hat}/documents/${s.document}`)
  await expect(main.getByText(`${name} has closed documents for the moment.`)).toBeVisible()
  expect(await page.content(), 'nor its title').not.toContain(title)
  expect({ refusals: await refusals(s.patient), failures: failures() }, 'looking at a calm page is no refused try, and no failure').toEqual(before)

  await reopen()
  await goesCalmly(page, `/portal/${hat}`)
  await expect(main.getByText(title, { exact: true }).first()).toBeVisible()
})

test('while the portal is closed, every page says whom to call, and nothing of the record', async ({ page }) => {
  const s = await scene('anders', 'parent')
  await enter(page, 'anders')
  await goesCalmly(page, `/portal/${s.hat}`)
  expect(await page.content(), 'there is something to hide').toContain(s.called)

  await close(s.practice, 'portal')
  const before = { refusals: await refusals(s.patient), failures: failures() }
  const pages = portalPages(s)
  expect(pages.length).toBeGreaterThanOrEqual(5)
  for (const path of pages) {
    await goesCalmly(page, path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The portal is closed for now')
    const main = page.getByRole('main')
    await expect(main).toContainText(s.name)
    await expect(main.locator(`a[href="tel:${s.telephone.replace(/[^+\d]/g, '')}"]`)).toBeVisible()
    const html = await page.content()
    for (const secret of [s.title, s.called]) expect(html, path).not.toContain(secret)
  }
  expect({ refusals: await refusals(s.patient), failures: failures() }, 'looking at a calm page is no refused try, and no failure').toEqual(before)

  await reopen()
  await goesCalmly(page, `/portal/${s.hat}`)
  await expect(page.getByRole('heading', { name: 'Next visit' })).toBeVisible()
})
