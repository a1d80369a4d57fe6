import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { desk, enter, knock, one, ownHat, phone, sql, workplace } from './support'

test.use({ viewport: desk })

/** A document of the story, copied under another title: bytes and keys stay its own, so it opens nothing; its page is real. */
async function paper(practice: string, patient: string, title: string, { filed = true, found = {} }: { filed?: boolean; found?: object } = {}): Promise<string> {
  const id = randomUUID()
  await sql(`insert into document (practice_id, id, patient_id, category, title, taken_on, uploaded_by, uploaded_by_name, filed_at)
    select practice_id, $2::uuid, $3, 'letter', $4, current_date, uploaded_by, uploaded_by_name, case when $5 then now() end from document where practice_id = $1 limit 1`, [practice, id, patient, title, filed])
  await sql(`insert into document_version (practice_id, document_id, version, state, file_name, content_type, byte_size, sha256, storage_key, key_version, wrapped_dek, commitment, ready_at, found, rendered)
    select practice_id, $2::uuid, 1, 'ready', 'paper.pdf', content_type, byte_size, sha256, $2::text, key_version, wrapped_dek, commitment, now(), $3, 'none' from document_version where practice_id = $1 limit 1`, [practice, id, found])
  return id
}

/** A document of hers that is released now and opens. */
async function released(patient: string): Promise<string> {
  const { id } = await one(`select d.id from document d join release r on r.practice_id = d.practice_id and r.document_id = d.id and r.until_at is null and r.expires_at is null
    where d.patient_id = $1 and d.filed_at is not null order by d.id limit 1`, [patient])
  return id
}

test('a file that names somebody else is filed only after a second look, which is on record', async ({ page }) => {
  const { practice } = await workplace('joy')
  const { id: patient } = await one(`select id from patient where practice_id = $1 and given_name = 'Wei-Lin'`, [practice])
  const document = await paper(practice, patient, '', { filed: false, found: { names: ['QUARTERMAIN^EZRA'], birthDates: ['1999-12-31'], ids: [] } })
  await enter(page, 'joy')
  await page.goto(`/practice/${practice}/documents/${document}`)
  await page.getByLabel('Title').fill('A letter')
  await page.getByLabel('Kind').selectOption('letter')
  await page.getByRole('button', { name: 'File it' }).click()
  await expect(page.getByText('The file names somebody else.')).toBeVisible()
  await expect(page.getByRole('row', { name: /Name QUARTERMAIN\^EZRA Wei-Lin Zhao/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /Born 12\/31\/1999 12\/05\/1991/ })).toBeVisible()
  // Pressed again without the tick, it asks again.
  await page.getByRole('button', { name: 'File it' }).click()
  await expect(page.getByText('The file names somebody else.')).toBeVisible()
  expect((await one<{ filed: boolean }>('select filed_at is not null as filed from document where id = $1', [document])).filed).toBe(false)
  await page.setViewportSize(phone)
  await page.getByRole('checkbox', { name: /Yes, this belongs to Wei-Lin Zhao, born 12\/05\/1991/ }).check()
  await page.getByRole('button', { name: 'File it' }).click()
  await expect(page.getByRole('button', { name: 'Save changes' })).toBeVisible()
  await expect.poll(async () => (await sql<{ confirmed: string }>(`select detail->>'confirmed' as confirmed from audit_event where document_id = $1 and operation = 'documents.file' and decision = 'allow'`, [document])).map(({ confirmed }) => confirmed)).toEqual(['name birth'])
})

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled: scripts })

    test('the wrong patient’s: one step takes it out of there, and a link already given out is refused', async ({ page, browser }) => {
      const { practice } = await workplace('joy')
      const { hat, patient } = await ownHat(scripts ? 'rosa' : 'marisol')
      const document = await released(patient)
      const reader = await browser.newContext({ viewport: phone })
      const { token } = await enter(reader, scripts ? 'rosa' : 'marisol')
      const her = await reader.newPage()
      expect((await her.goto(`/portal/${hat}/documents/${document}`))?.status()).toBe(200)
      const link = (await knock(`/v1/o/${hat}/${document}`, token)).headers.location ?? ''
      expect((await knock(link, token)).status).toBe(200)

      await enter(page, 'joy', { steppedUp: true })
      await page.goto(`/practice/${practice}/documents/${document}`)
      await page.getByRole('link', { name: 'This is the wrong patient’s' }).click()
      await page.getByLabel('How did it come about?').fill('Filed in the chart that was still open')
      await page.getByLabel('Whose is it?').fill('Wei-Lin')
      await page.getByRole('button', { name: 'Take it out of this record' }).click()
      await expect(page.getByText('Choose whose it is. Nothing has been done yet.')).toBeVisible()
      expect((await knock(link, token)).status, 'nothing yet').toBe(200)
      await page.getByRole('radio', { name: /Zhao, Wei-Lin/ }).check()
      await page.getByRole('button', { name: 'Take it out of this record' }).click()
      await expect(page.getByText(/Until .* this stood in the record of/)).toBeVisible()
      await expect(page.getByText('Opened there by:')).toBeVisible()
      await expect(page.getByRole('heading', { name: 'File it' })).toBeVisible()

      expect((await knock(link, token)).status, 'its lease lives, and opens nothing').toBe(404)
      expect((await her.goto(`/portal/${hat}/documents/${document}`))?.status()).toBe(404)
      await her.goto(`/portal/${hat}/who-looked`)
      await expect(her.getByText(/You opened a document/).first()).toBeVisible()
      await expect(her.getByText('Wei-Lin')).toHaveCount(0)
      await reader.close()

      // Whoever answers for it finds the case, writes and closes it.
      await page.context().clearCookies()
      await enter(page, 'amara')
      await page.goto(`/practice/${practice}/privacy`)
      const { id } = await one('select id from privacy_case where document_id = $1', [document])
      await page.locator(`a[href$="/privacy/${id}"]`).click()
      await page.getByLabel('Note', { exact: true }).fill('Called both families.')
      await page.getByRole('button', { name: 'Add the note' }).click()
      await expect(page.getByText('Called both families.')).toBeVisible()
      await page.getByLabel('What was found out').fill('Opened once, by the mother.')
      await page.getByLabel('What was done about it').fill('Told both, and the file is in the right chart.')
      await page.getByRole('button', { name: 'Close the case' }).click()
      await expect(page.getByText(/^Closed .* by/)).toBeVisible()
    })
  })
}

test('several are released together, with one confirmation, one note and one letter', async ({ page, browser }) => {
  const { practice } = await workplace('joy')
  const { hat, patient } = await ownHat('rosa')
  const titles = ['First of two', 'Second of two'].map((title) => `${title} ${randomUUID().slice(0, 6)}`)
  for (const title of titles) await paper(practice, patient, title)
  await enter(page, 'joy', { steppedUp: true })
  await page.goto(`/practice/${practice}/patients/${patient}`)
  await page.getByRole('link', { name: 'Release several' }).click()
  for (const title of titles) await page.getByRole('checkbox', { name: title }).check()
  await page.getByLabel('Note to the patient').fill('As we said.')
  const before = (await sql(`select 1 as id from platform.outbox where kind = 'document_released'`)).length
  await page.getByRole('button', { name: 'Release these' }).click()
  await expect(page.getByText('2 documents released')).toBeVisible()
  expect((await sql(`select 1 as id from platform.outbox where kind = 'document_released'`)).length - before).toBeLessThanOrEqual(1)

  const reader = await browser.newContext({ viewport: phone })
  await enter(reader, 'rosa')
  const her = await reader.newPage()
  await her.goto(`/portal/${hat}/documents`)
  for (const title of titles) await expect(her.getByRole('link', { name: title })).toBeVisible()
  await reader.close()
})
