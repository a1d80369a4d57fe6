import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Page, expect, test } from '@playwright/test'
import { smallPdf } from '../factories/small-pdf'
import { desk, enter, fitsSideways, one, phone, sql, workplace } from './support'

test.use({ viewport: desk })

type Chart = { id: string; chart: string; family: string; given: string; born: string }

/** Somebody of the register, as another system's index would name her. */
async function chart(practice: string, given: string): Promise<Chart> {
  return one<Chart>(`select id, chart_number as chart, family_name as family, given_name as given, birth_date::text as born from patient where practice_id = $1 and given_name = $2 and archived_at is null`, [practice, given])
}
const row = (file: string, { chart, family, given, born }: Chart, title: string, more: Partial<Chart> = {}) =>
  [file, more.chart ?? chart, more.family ?? family, more.given ?? given, more.born ?? born, 'Letter', title, '3/14/2015', ''].join(';')

async function sendIndex(page: Page, practice: string, lines: string[]) {
  await page.goto(`/practice/${practice}/settings/import`)
  await page.getByLabel(/Drop the index here/).setInputFiles({ name: 'export.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) })
  await page.getByRole('button', { name: 'Read the index' }).click()
}
const head = 'path;PatNum;lname;fname;dob;doctype;description;date;tooth'

test('a folder of old documents: the index, the dry run, the folder, a break, what names somebody else, and all of it undone', async ({ page }) => {
  const { practice } = await workplace('amara')
  const wei = await chart(practice, 'Wei-Lin')
  // As the other system called it: the index's paths end as the folder's do.
  const folder = join(await mkdtemp(join(tmpdir(), 'enamel-import-')), 'Export')
  await mkdir(join(folder, '0001'), { recursive: true })
  for (const name of ['letter.pdf', 'second.pdf', 'unnamed.pdf']) await writeFile(join(folder, '0001', name), smallPdf(`import ${name}`))
  await enter(page, 'amara', { steppedUp: true })
  await sendIndex(page, practice, [
    head, row('C:\\Export\\0001\\letter.pdf', wei, 'An old letter'), row('0001/second.pdf', wei, 'A second one'), row('0001/third.pdf', wei, 'A third one'), row('0001/near.pdf', await chart(practice, 'Katherine'), 'Not hers', { given: 'Katharine' }), row('0001/nobody.pdf', wei, 'Nobody’s', { chart: 'no-such-chart' }),
  ])

  // The columns are guessed; nothing has to be chosen.
  await expect(page.getByRole('heading', { name: 'Which column is which' })).toBeVisible()
  await expect(page.getByLabel('Chart number')).toHaveValue('1')
  await page.getByRole('button', { name: 'Compare with the register' }).click()
  await expect(page.getByText('3 rows fit a patient by chart number, name and birth date.')).toBeVisible()
  await page.getByRole('link', { name: 'Does not come in 2' }).click()
  await expect(page.getByText('The name is nearly that of the chart. Is it the same person?')).toBeVisible()
  await expect(page.getByText('No patient here has this chart number.')).toBeVisible()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /Download what does not come in/ }).click()])
  expect(download.suggestedFilename()).toBe('not-taken-over.csv')
  await page.setViewportSize(phone)
  await fitsSideways(page, 'the dry run')
  await page.setViewportSize(desk)
  await page.getByRole('button', { name: 'Take over 3 rows' }).click()
  await expect(page.getByRole('heading', { name: 'Choose the folder' })).toBeVisible()
  const batch = page.url().match(/import\/([0-9a-f-]{36})/)?.[1] ?? ''

  await page.getByLabel(/Drop the folder here/).setInputFiles(folder)
  await expect(page.getByText('2 files sent')).toBeVisible()
  await expect(page.getByText('No row names these; they are not sent (1)')).toBeVisible()
  const filed = () => sql<{ title: string }>(`select title from document where import_id = $1 and filed_at is not null and patient_id = $2 order by title`, [batch, wei.id])
  await expect.poll(async () => (await filed()).map(({ title }) => title), { timeout: 60_000 }).toEqual(['A second one', 'An old letter'])
  expect(await sql(`select 1 from release r join document d on d.practice_id = r.practice_id and d.id = r.document_id where d.import_id = $1`, [batch])).toEqual([])

  // The laptop is closed; another day the same folder is chosen, and only what is missing is sent.
  await writeFile(join(folder, '0001', 'third.pdf'), smallPdf('import third'))
  await page.goto(`/practice/${practice}/settings/import/${batch}`)
  await page.getByLabel(/Drop the folder here/).setInputFiles(folder)
  await expect(page.getByText('1 file sent')).toBeVisible()
  await expect(page.getByText('2 files had come before.')).toBeVisible()
  await expect.poll(async () => (await filed()).length, { timeout: 60_000 }).toBe(3)

  // Somebody works with one of them; the rest goes.
  await sql(`update document set title = 'A better title' where import_id = $1 and title = 'A second one'`, [batch])
  await page.reload()
  await page.getByLabel('Why it is undone').fill('The wrong export')
  await page.getByRole('button', { name: 'Undo this batch' }).click()
  await expect(page.getByText('2 documents were deleted and can be brought back for a while.')).toBeVisible()
  await expect(page.getByText('Somebody changed what it is filed as.')).toBeVisible()
  expect((await filed()).length).toBe(3)
  expect(await sql('select 1 from document where import_id = $1 and deleted_at is null', [batch])).toHaveLength(1)
  await page.goto(`/practice/${practice}/deleted`)
  await expect(page.getByText('The wrong export').first()).toBeVisible()
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('an index in other letters, its dry run, and the files as a form', async ({ page }) => {
    const { practice } = await workplace('amara')
    const wei = await chart(practice, 'Wei-Lin')
    await enter(page, 'amara', { steppedUp: true })
    await page.goto(`/practice/${practice}/settings/import`)
    const old = { name: 'old.csv', mimeType: 'text/csv', buffer: Buffer.from([head, row('caf\u00e9.pdf', wei, 'A caf\u00e9 letter')].join('\r\n'), 'latin1') }
    await page.getByLabel(/Drop the index here/).setInputFiles(old)
    await page.getByRole('button', { name: 'Read the index' }).click()
    await expect(page.getByText('These letters are not UTF-8')).toBeVisible()
    await expect(page.getByRole('radio', { name: /Windows-1252/ })).toBeChecked()
    await page.getByLabel(/Drop the index here/).setInputFiles(old)
    await page.getByRole('button', { name: 'Read the index' }).click()
    await page.getByRole('button', { name: 'Compare with the register' }).click()
    await expect(page.getByText('1 row fits a patient')).toBeVisible()
    await page.getByRole('button', { name: 'Take over 1 row' }).click()
    await page.getByLabel(/Choose the files/).setInputFiles({ name: 'caf\u00e9.pdf', mimeType: 'application/pdf', buffer: smallPdf('a cafe') })
    await page.getByRole('button', { name: 'Send these files' }).click()
    await expect(page.getByText('1 file came in')).toBeVisible()
    const batch = page.url().match(/import\/([0-9a-f-]{36})/)?.[1] ?? ''
    await expect.poll(async () => (await sql(`select 1 from import_row r join document_version v on v.practice_id = r.practice_id and v.document_id = r.document_id where r.batch_id = $1 and v.rendered <> 'waiting'`, [batch])).length, { timeout: 60_000 }).toBe(1)
    await page.goto(`/practice/${practice}/settings/import/${batch}`)
    await page.getByRole('button', { name: 'File what has arrived' }).click()
    await expect.poll(async () => (await sql(`select 1 from document where import_id = $1 and title = $2 and filed_at is not null`, [batch, 'A caf\u00e9 letter'])).length).toBe(1)
  })
})
