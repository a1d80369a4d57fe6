import { type Response, expect, test } from '@playwright/test'
import { account, enter, fitsSideways, knock, ownHat, phone, signIn, sql } from './support'

test.use({ viewport: phone, hasTouch: true, isMobile: true })

/** A fresh signed link of a document, as its owner is given it by "Open". */
async function freshLink(token: string, hat: string, document: string): Promise<string> {
  const { status, headers } = await knock(`/v1/o/${hat}/${document}`, token)
  expect(status).toBe(303)
  expect(headers.location).toContain('/v1/d/')
  return headers.location ?? ''
}

const answersForm = (response: Response) => response.request().method() === 'POST' && response.url().includes('/documents/')

const statusOf = async (address: string, token?: string) => (await knock(address, token)).status

/** A document that is released to this patient now. */
async function released(patient: string): Promise<{ id: string; title: string; type: string }> {
  const rows = await sql<{ id: string; title: string; type: string }>(
    `select d.id, d.title, v.content_type as type from document d
       join document_version v on v.practice_id = d.practice_id and v.document_id = d.id and v.state = 'ready'
       join release r on r.practice_id = d.practice_id and r.document_id = d.id and r.until_at is null and (r.expires_at is null or r.expires_at > now())
      where d.patient_id = $1 and v.content_type like 'image/%' order by d.taken_on desc limit 1`, [patient])
  if (!rows[0]) throw new Error('the story releases nothing to this patient')
  return rows[0]
}

test('a patient signs in on a phone, opens her own X-ray and reads that she did', async ({ page, context }) => {
  const { patient } = await ownHat('katherine')
  const document = await released(patient)

  await signIn(page, account('katherine'))
  await page.waitForURL(/\/portal\//)
  await fitsSideways(page, 'portal')
  await page.getByRole('navigation').getByRole('link', { name: 'Documents' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Documents' })).toBeVisible()
  await fitsSideways(page, 'documents')
  await page.getByRole('main').getByRole('link', { name: document.title, exact: true }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: document.title })).toBeVisible()
  const before = await page.getByRole('listitem').filter({ hasText: /^You/ }).count()

  const [redirect, file] = await Promise.all([
    context.waitForEvent('response', (response) => response.url().includes('/v1/o/')),
    context.waitForEvent('response', (response) => response.url().includes('/v1/d/')),
    page.getByRole('link', { name: 'Open', exact: true }).click(),
  ])
  expect(redirect.status()).toBe(303)
  expect(file.status()).toBe(200)
  expect(file.headers()['content-type']).toMatch(/^image\//)
  expect(file.headers()['cache-control']).toContain('no-store')
  expect(Number(file.headers()['content-length'])).toBeGreaterThan(1000)

  await page.reload()
  await expect(page.getByRole('listitem').filter({ hasText: /^You/ })).not.toHaveCount(before)
  await page.getByRole('navigation').getByRole('link', { name: 'Who looked' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Who has looked' })).toBeVisible()
  await expect(page.getByRole('main').getByRole('listitem').first()).toContainText('You')
  await expect(page.getByRole('main').getByRole('listitem').first()).toContainText(document.title)
})

test('her signed link opens nothing for anybody else', async ({ browser }) => {
  const { hat, patient } = await ownHat('katherine')
  const { id } = await released(patient)
  const contexts = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext()])
  const [hers, rosas, amaras] = contexts
  const { token } = await enter(hers, 'katherine')
  const link = await freshLink(token, hat, id)

  expect(await statusOf(link, (await enter(rosas, 'rosa')).token)).toBe(404)
  // A colleague who may open the document at work still has no use for a patient's link.
  expect(await statusOf(link, (await enter(amaras, 'amara')).token)).toBe(404)
  expect(await statusOf(link)).toBe(401)

  // The same by hand: the address copied into the other window.
  const [his, own] = await Promise.all([rosas.newPage(), hers.newPage()])
  expect((await his.goto(link))?.status()).toBe(404)
  expect((await own.goto(link))?.status(), 'and for her it opens').toBe(200)
  await Promise.all(contexts.map((context) => context.close()))
})

test('after signing out, neither the link nor the pages answer', async ({ page }) => {
  const { hat, patient } = await ownHat('katherine')
  const { id } = await released(patient)
  const { token } = await enter(page, 'katherine')
  const link = await freshLink(token, hat, id)
  expect(await statusOf(link, token)).toBe(200)

  await page.goto('/hats')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL((url) => url.pathname !== '/hats')
  // A copy of the cookie, made before, is worth nothing.
  expect(await statusOf(link, token)).toBe(401)
  await page.goto(`/portal/${hat}/documents`)
  await expect(page).toHaveURL(/\/sign-in\?next=/)
})

test('what the practice withdraws is refused at the next request', async ({ page, browser }) => {
  const { hat, patient, practice } = await ownHat('katherine')
  const { id } = await released(patient)
  const { token } = await enter(page, 'katherine')
  const link = await freshLink(token, hat, id)
  expect(await statusOf(link, token)).toBe(200)
  await page.goto(`/portal/${hat}/documents`)
  await expect(page.locator(`a[href$="/documents/${id}"]`)).not.toHaveCount(0)

  const office = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await enter(office, 'joy')
  const staff = await office.newPage()
  await staff.goto(`/practice/${practice}/documents/${id}`)
  await staff.getByLabel('Why it is withdrawn').fill('Sent to the wrong chart')
  await Promise.all([staff.waitForResponse(answersForm), staff.getByRole('button', { name: 'Withdraw it' }).click()])

  expect(await statusOf(link, token)).toBe(404)
  expect((await page.goto(`/portal/${hat}/documents/${id}`))?.status()).toBe(404)
  await page.goto(`/portal/${hat}/documents`)
  await expect(page.getByRole('heading', { level: 1, name: 'Documents' })).toBeVisible()
  // By its address: two visits may have papers of one title.
  await expect(page.locator(`a[href$="/documents/${id}"]`)).toHaveCount(0)

  await staff.reload()
  const release = () => Promise.all([staff.waitForResponse(answersForm), staff.getByRole('button', { name: 'Release to the patient' }).click()])
  await release()
  // There is a Catherine Nguyen too: nothing is released before somebody has looked twice.
  await staff.getByRole('checkbox', { name: /Yes, this belongs to Katherine Nguyen/ }).check()
  await release()
  expect((await page.goto(`/portal/${hat}/documents/${id}`))?.status(), 'released again, it is there again').toBe(200)
  await office.close()
})
