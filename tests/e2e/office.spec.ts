import { type Page, expect, test } from '@playwright/test'
import { smallPdf } from '../factories/small-pdf'
import { account, desk, enter, knock, one, ownHat, phone, signIn, sql, workplace } from './support'

test.use({ viewport: desk })

const pdf = (name: string, text: string) => ({ name, mimeType: 'application/pdf', buffer: smallPdf(text) })

async function nameOf(patient: string): Promise<{ given: string; family: string }> {
  return await one('select given_name as given, family_name as family from patient where id = $1', [patient])
}

/** Finds a patient as the desk does: a few letters, the arrow, Enter. */
async function find(page: Page, practice: string, patient: string): Promise<void> {
  const { given, family } = await nameOf(patient)
  await page.goto(`/practice/${practice}`)
  const box = page.getByRole('combobox', { name: 'Find a patient' })
  await box.click()
  await box.pressSequentially(`${given.slice(0, 4)} ${family.slice(0, 4)}`)
  await expect(page.getByRole('option').filter({ hasText: family }).first()).toBeVisible()
  await box.press('ArrowDown')
  await box.press('Enter')
  await page.waitForURL((url) => url.pathname === `/practice/${practice}/patients/${patient}`)
}

/** Sends a form of a document's page and looks at the page anew. */
async function send(page: Page, button: string): Promise<void> {
  await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST' && response.url().includes('/documents/')),
    page.getByRole('button', { name: button }).click(),
  ])
  await page.reload()
}

test('the desk finds a patient, sends a paper, files it, releases it; she sees it; it is withdrawn', async ({ page, browser }) => {
  const { practice } = await workplace('joy')
  const { hat, patient } = await ownHat('katherine')
  await enter(page, 'joy')
  await find(page, practice, patient)

  // A slow line, so that the way there can be seen.
  const line = await page.context().newCDPSession(page)
  await line.send('Network.enable')
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: -1, uploadThroughput: 400_000 })
  const seen = page.getByRole('progressbar', { name: 'letter from the specialist.pdf' })
  await page.locator('input[type=file]').setInputFiles(pdf('letter from the specialist.pdf', 'a '.repeat(500_000)))
  await expect(seen).toBeVisible()
  await expect(page.getByText('letter from the specialist.pdf: here and encrypted, not filed yet')).toBeVisible({ timeout: 30_000 })
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
  await page.getByRole('link', { name: 'File it now' }).click()

  // Errors first: they stand at their fields.
  await expect(page.getByRole('heading', { name: 'File it' })).toBeVisible()
  await page.getByLabel('Title').fill('Letter about your wisdom teeth')
  await page.getByLabel('Tooth').fill('99')
  await page.getByRole('button', { name: 'File it' }).click()
  await expect(page.getByText('Choose what kind of document this is.')).toBeVisible()
  await expect(page.getByLabel('Kind')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Tooth')).toHaveAttribute('aria-invalid', 'true')

  await page.getByLabel('Title').fill('Letter about your wisdom teeth')
  await page.getByLabel('Kind').selectOption('referral')
  await page.getByLabel('Tooth').fill('17')
  // The register has a Catherine Nguyen too, born on the 21st: nothing is filed before somebody has looked twice.
  await page.getByRole('button', { name: 'File it' }).click()
  await expect(page.getByText('Is this the right patient? Nothing has been filed yet.')).toBeVisible()
  await expect(page.getByText('Catherine Nguyen, born 03/21/1984')).toBeVisible()
  await expect(page.getByLabel('Title'), 'what was typed is kept').toHaveValue('Letter about your wisdom teeth')
  await page.getByRole('checkbox', { name: /Yes, this belongs to Katherine Nguyen/ }).check()
  await send(page, 'File it')
  await expect(page.getByRole('heading', { level: 1, name: 'Letter about your wisdom teeth' })).toBeVisible()
  const document = new URL(page.url()).pathname.split('/').at(-1) ?? ''

  const reader = await browser.newContext({ viewport: phone })
  const { token } = await enter(reader, 'katherine')
  const her = await reader.newPage()
  expect((await her.goto(`/portal/${hat}/documents/${document}`))?.status(), 'filed is not released').toBe(404)

  await expect(page.getByText(/Released, it can be seen by/)).toContainText(account('katherine').name)
  await page.getByLabel('Note to the patient').fill('Call us when you have read it.')
  await page.getByRole('button', { name: 'Release to the patient' }).click()
  await page.getByRole('checkbox', { name: /Yes, this belongs to Katherine Nguyen/ }).check()
  await send(page, 'Release to the patient')
  await expect(page.getByRole('button', { name: 'Withdraw it' })).toBeVisible()

  expect((await her.goto(`/portal/${hat}/documents/${document}`))?.status()).toBe(200)
  await expect(her.getByRole('heading', { level: 1, name: 'Letter about your wisdom teeth' })).toBeVisible()
  await expect(her.getByText('Call us when you have read it.')).toBeVisible()
  const link = (await knock(`/v1/o/${hat}/${document}`, token)).headers.location ?? ''
  const file = await knock(link, token)
  expect(file.status).toBe(200)
  expect(file.headers['content-type']).toBe('application/pdf')
  expect(file.body.equals(smallPdf('a '.repeat(500_000))), 'byte for byte what was sent').toBe(true)

  // Without a reason it is not withdrawn.
  await page.getByRole('button', { name: 'Withdraw it' }).click()
  await expect(page.getByText('Say why, for the record.')).toBeVisible()
  await page.getByLabel('Why it is withdrawn').fill('It belongs to somebody else')
  await send(page, 'Withdraw it')
  await expect(page.getByRole('button', { name: 'Release to the patient' })).toBeVisible()
  expect((await her.goto(`/portal/${hat}/documents/${document}`))?.status()).toBe(404)
  await reader.close()
})

test('a file that is not taken says why, and a good one after it is taken', async ({ page }) => {
  const { practice } = await workplace('joy')
  const { patient } = await ownHat('katherine')
  await enter(page, 'joy')
  await page.goto(`/practice/${practice}/patients/${patient}`)
  const whole = smallPdf('cut in the middle')
  // Several at once are for the tray, which comes with the scripts.
  await page.locator('input[type=file][multiple]').setInputFiles([
    { name: 'recipe.pdf', mimeType: 'application/pdf', buffer: Buffer.from('Two eggs, a cup of flour, no dental content at all.') },
    { name: 'half.pdf', mimeType: 'application/pdf', buffer: whole.subarray(0, whole.length - 80) },
    { name: 'nothing.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) },
    pdf('good.pdf', 'a good one'),
  ])
  await expect(page.getByText(/^recipe\.pdf: (Only PDF, JPEG, PNG, WebP, HEIC, TIFF, DICOM and plain text files are taken|The file is not what its name says)/)).toBeVisible()
  await expect(page.getByText(/^half\.pdf: This (file ends in the middle|file is damaged|PDF could not be read)/)).toBeVisible()
  await expect(page.getByText(/^nothing\.pdf: This file is empty/)).toBeVisible()
  await expect(page.getByText('good.pdf: here and encrypted, not filed yet')).toBeVisible()
})

test('what the virus scanner could not look through waits for the one who answers for it', async ({ page, browser }) => {
  const { practice } = await workplace('joy')
  const { patient } = await ownHat('katherine')
  await enter(page, 'joy')
  await page.goto(`/practice/${practice}/patients/${patient}`)
  await page.locator('input[type=file][multiple]').setInputFiles([pdf('volume.pdf', 'larger than the scanner looks through')])
  await page.getByRole('link', { name: 'File it now' }).click()
  await page.waitForURL(/\/documents\//)
  const document = new URL(page.url()).pathname.split('/').at(-1)
  // The scanner itself is tried in tests/db/documents/scan.test.ts; here is what people see of it.
  // Without the trigger: here no scanner is named, and the job that it writes would hold the file at once.
  await sql(`set session_replication_role = replica; update document_version set state = 'checking', ready_at = null where document_id = '${document}'; set session_replication_role = default`)
  await page.reload()
  await expect(page.getByText('Being checked')).toBeVisible()
  await sql(`update document_version set state = 'held', failure = 'scan_too_large' where document_id = $1`, [document])
  await expect(page.getByText('This file is larger than the virus scanner looks through'), 'without anybody reloading').toBeVisible()
  await expect(page.getByText('Your role does not decide about this.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Decide' })).toBeHidden()

  const dentist = await (await browser.newContext({ viewport: desk })).newPage()
  await enter(dentist, 'amara')
  await dentist.goto(`/practice/${practice}/to-file`)
  await dentist.getByRole('link', { name: 'volume.pdf' }).click()
  await dentist.getByRole('button', { name: 'Decide' }).click()
  await expect(dentist.getByText('Say why, for the record.')).toBeVisible()
  await dentist.getByRole('radio', { name: /^Take it in/ }).check()
  await dentist.getByLabel('Why').fill('From our own scanner, this morning')
  await dentist.getByRole('button', { name: 'Decide' }).click()
  await expect(dentist.getByRole('heading', { name: 'File it' })).toBeVisible()
  await dentist.context().close()
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('signing in, sending a paper, filing, releasing and withdrawing work', async ({ page }) => {
    const { practice } = await workplace('joy')
    const { patient } = await ownHat('katherine')
    await signIn(page, account('joy'))
    await page.goto(`/practice/${practice}/patients/${patient}`)
    await page.locator('input[type=file]').setInputFiles(pdf('plain.pdf', 'a plain form'))
    await page.getByRole('button', { name: 'Send these files' }).click()
    await page.waitForURL(/\/documents\//)

    await page.getByLabel('Title').fill('Sent without scripts')
    await page.getByRole('button', { name: 'File it' }).click()
    await expect(page.getByText('Choose what kind of document this is.')).toBeVisible()
    await expect(page.getByLabel('Title')).toHaveValue('Sent without scripts')
    await page.getByLabel('Kind').selectOption('referral')
    await page.getByRole('button', { name: 'File it' }).click()
    await expect(page.getByText('Is this the right patient? Nothing has been filed yet.')).toBeVisible()
    await expect(page.getByLabel('Title'), 'what was typed is kept').toHaveValue('Sent without scripts')
    await page.getByRole('checkbox', { name: /Yes, this belongs to Katherine Nguyen/ }).check()
    await page.getByRole('button', { name: 'File it' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Sent without scripts' })).toBeVisible()

    await page.getByLabel('Note to the patient').fill('Have a look.')
    await page.getByRole('button', { name: 'Release to the patient' }).click()
    await page.getByRole('checkbox', { name: /Yes, this belongs to Katherine Nguyen/ }).check()
    await page.getByRole('button', { name: 'Release to the patient' }).click()
    await expect(page.getByRole('button', { name: 'Withdraw it' })).toBeVisible()
    await page.getByLabel('Why it is withdrawn').fill('Only a test of the form')
    await page.getByRole('button', { name: 'Withdraw it' }).click()
    await expect(page.getByRole('button', { name: 'Release to the patient' })).toBeVisible()
  })

  test('a refused file leads to a page that says why', async ({ page }) => {
    const { practice } = await workplace('joy')
    const { patient } = await ownHat('katherine')
    await enter(page, 'joy')
    await page.goto(`/practice/${practice}/patients/${patient}`)
    await page.locator('input[type=file]').setInputFiles({ name: 'smile.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a and what follows it in such a file') })
    await page.getByRole('button', { name: 'Send these files' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'The file was not taken' })).toBeVisible()
    await expect(page.getByText('Only PDF, JPEG, PNG, WebP, HEIC, TIFF, DICOM and plain text files are taken.')).toBeVisible()
  })
})
