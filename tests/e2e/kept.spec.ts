import { type Browser, expect, test } from '@playwright/test'
import { smallPdf } from '../factories/small-pdf'
import { target } from '../setup/target'
import { desk, enter, knock, one, ownHat, phone, sql, workplace } from './support'

test.use({ viewport: desk })

/** A paper of hers that is filed and released, of its own so that nobody else's test misses it. */
async function released(browser: Browser, title: string): Promise<{ practice: string; hat: string; document: string }> {
  const { hat, patient, practice } = await ownHat('katherine')
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  await enter(context, 'joy')
  const sent = await context.request.post(`/v1/u/${practice}?patient=${patient}&name=paper.pdf`, {
    data: smallPdf(title), headers: { 'content-type': 'application/pdf', origin: target().origin, 'sec-fetch-site': 'same-origin' },
  })
  const { document: answer } = (await sent.json()) as { document: string }
  await context.close()
  await sql(`update document set category = 'letter', title = $2, taken_on = '2026-03-04', filed_at = now() where id = $1`, [answer, title])
  await sql(`insert into release (practice_id, document_id, patient_id, released_by_name) values ($1, $2, $3, 'The desk')`, [practice, answer, patient])
  return { practice, hat, document: answer }
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a corrected file takes the place of the wrong one, for her too, and the page says what the practice says', async ({ page, browser }) => {
    const { practice, hat, document } = await released(browser, 'Letter with a page missing')
    const reader = await browser.newContext({ viewport: phone })
    const { token } = await enter(reader, 'katherine')
    const bytes = async () => (await knock((await knock(`/v1/o/${hat}/${document}`, token)).headers.location ?? '', token)).body
    expect((await bytes()).equals(smallPdf('Letter with a page missing'))).toBe(true)

    await enter(page, 'joy')
    await page.goto(`/practice/${practice}/documents/${document}`)
    await page.getByText('Replace with a corrected file').click()
    await page.getByLabel('What was wrong').fill('Page two was missing')
    await page.getByLabel('What the patient reads about it').fill('The first scan missed a page.')
    await page.getByLabel('The corrected file').setInputFiles({ name: 'right.pdf', mimeType: 'application/pdf', buffer: smallPdf('both pages') })
    await page.getByRole('button', { name: 'Replace the file' }).click()
    await expect(page.getByText('Version 2, the current one')).toBeVisible()
    await expect(page.getByText('Corrected because: Page two was missing')).toBeVisible()
    await expect(page.getByText(/^Replaced .* because: Page two was missing$/)).toBeVisible()
    await expect(page.getByRole('link', { name: 'Open version 1' })).toBeVisible()

    const her = await reader.newPage()
    await her.goto(`/portal/${hat}/documents/${document}`)
    await expect(her.getByText(/Corrected on/)).toContainText('The first scan missed a page.')
    await expect(her.getByText('Page two was missing')).toHaveCount(0)
    expect((await bytes()).equals(smallPdf('both pages'))).toBe(true)
    expect((await knock(`/v1/o/${hat}/${document}?version=1`, token)).status).toBe(404)
    await reader.close()
  })
})

test('a document is deleted, gone for everybody, and brought back without its release', async ({ page, browser }) => {
  const { practice, hat, document } = await released(browser, 'Scanned twice, says the desk')
  const reader = await browser.newContext({ viewport: phone })
  await enter(reader, 'katherine')
  const her = await reader.newPage()
  expect((await her.goto(`/portal/${hat}/documents/${document}`))?.status()).toBe(200)

  await enter(page, 'amara', { steppedUp: true })
  await page.goto(`/practice/${practice}/documents/${document}`)
  await page.getByRole('link', { name: 'Delete this document' }).click()
  await expect(page.getByText('The patient can see it now.')).toBeVisible()
  await page.getByRole('button', { name: 'Delete it' }).click()
  await expect(page.getByText('Say why, for the record.').first()).toBeVisible()
  await page.getByLabel('Why it is deleted').fill('Scanned twice')
  await page.getByRole('button', { name: 'Delete it' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Deleted documents' })).toBeVisible()
  const row = page.getByRole('row').filter({ hasText: 'Scanned twice, says the desk' })
  await expect(row).toContainText('Scanned twice')
  expect((await her.goto(`/portal/${hat}/documents/${document}`))?.status()).toBe(404)
  expect((await page.goto(`/practice/${practice}/documents/${document}`))?.status()).toBe(404)

  await page.goto(`/practice/${practice}/deleted`)
  await page.getByRole('row').filter({ hasText: 'Scanned twice, says the desk' }).getByRole('button', { name: 'Bring back' }).click()
  await expect(page.getByText('Brought back.')).toBeVisible()
  await page.getByRole('link', { name: 'To the document' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Scanned twice, says the desk' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Release to the patient' })).toBeVisible()
  expect((await her.goto(`/portal/${hat}/documents/${document}`))?.status(), 'its release stays ended').toBe(404)
  await reader.close()
})

test('a legal hold is placed on one document, and shows', async ({ page, browser }) => {
  const { practice, document } = await released(browser, 'Held for the insurer')
  await enter(page, 'amara', { steppedUp: true })
  await page.goto(`/practice/${practice}/documents/${document}`)
  await expect(page.getByText('No legal hold.')).toBeVisible()
  await page.getByText('Place a legal hold').click()
  await page.getByLabel('Why', { exact: true }).fill('The insurer asks for it')
  await page.getByRole('button', { name: 'Place the hold' }).click()
  await expect(page.getByText('The insurer asks for it')).toBeVisible()
  await page.getByText('End this hold').click()
  await page.getByLabel('Why it ends').fill('The claim is settled')
  await page.getByRole('button', { name: 'End the hold' }).click()
  await expect(page.getByText('No legal hold.')).toBeVisible()
})

test('the owner decides how long papers are kept, and nothing is due by that alone', async ({ page }) => {
  const { practice } = await workplace('amara')
  await enter(page, 'amara', { steppedUp: true })
  await page.goto(`/practice/${practice}/settings/retention`)
  await page.getByRole('main').getByRole('combobox').first().selectOption('10')
  await page.getByLabel('Of age at').fill('12')
  await page.getByRole('button', { name: 'Put these rules in force' }).click()
  await expect(page.getByText('An age from 18 to 25.')).toBeVisible()
  await page.getByLabel('Of age at').fill('18')
  await page.getByRole('button', { name: 'Put these rules in force' }).click()
  await expect(page.getByText('Saved. The rules hold from now on.')).toBeVisible()
  await page.getByRole('link', { name: 'What is due' }).click()
  await expect(page.getByText('Nothing is due')).toBeVisible()
  await sql('update retention_rule set until_at = now() where practice_id = $1 and until_at is null', [practice])
  const { limit } = await one<{ limit: string }>('select storage_limit as limit from practice where practice_id = $1', [practice])
  const { used } = await one<{ used: string }>('select sum(bytes) as used from storage_use where practice_id = $1', [practice])
  await sql('update practice set storage_limit = $2 where practice_id = $1', [practice, Math.ceil(Number(used) / 0.965)])
  await page.goto(`/practice/${practice}`)
  await expect(page.getByText('The storage is 96 % full')).toBeVisible()
  await page.getByRole('link', { name: 'To Storage' }).click()
  await expect(page.getByRole('progressbar', { name: 'In use' })).toBeVisible()
  await sql('update practice set storage_limit = $2 where practice_id = $1', [practice, limit])
})
