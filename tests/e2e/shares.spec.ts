import { expect, test } from '@playwright/test'
import { target } from '../setup/target'
import { desk, enter, fitsSideways, knock, one, ownHat, phone, sql, workplace } from './support'

/** An X-ray or photograph that is released to this patient now. */
async function picture(patient: string) {
  const rows = await sql<{ id: string; title: string }>(
    `select d.id, d.title from document d
       join document_version v on v.practice_id = d.practice_id and v.document_id = d.id and v.version = d.current_version and v.state = 'ready'
       join release r on r.practice_id = d.practice_id and r.document_id = d.id and r.until_at is null and (r.expires_at is null or r.expires_at > now())
      where d.patient_id = $1 and v.content_type in ('image/jpeg', 'image/png') order by d.taken_on desc, d.id desc limit 1`, [patient])
  if (!rows[0]) throw new Error('the story releases no picture to this patient')
  return rows[0]
}

test('a patient shares from a 360 px phone, the recipient reads without a script, she sees it and ends it', async ({ browser }) => {
  const { hat, patient } = await ownHat('katherine')
  const paper = await picture(patient)
  const hers = await browser.newContext({ viewport: phone, hasTouch: true, isMobile: true })
  await enter(hers, 'katherine', { steppedUp: true })
  const page = await hers.newPage()
  await page.goto(`/portal/${hat}/documents/${paper.id}`)
  await page.getByRole('link', { name: 'Share papers' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Share papers' })).toBeVisible()
  await fitsSideways(page, 'share')
  await page.getByLabel('Who is it for').fill('Dr. Sol Marsh')
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await expect(page.getByText('It is shared')).toBeVisible()
  await fitsSideways(page, 'shared')
  const code = ((await page.getByText(/^The code: /).textContent()) ?? '').replace(/\D/g, '')
  const link = (await page.getByText(`${target().origin}/s/`).textContent()) ?? ''
  expect(code).toMatch(/^\d{6}$/)

  const recipient = await browser.newContext({ viewport: phone, javaScriptEnabled: false, ignoreHTTPSErrors: true })
  const theirs = await recipient.newPage()
  // A mail program that looks at the link first uses nothing up.
  await theirs.goto(link)
  await theirs.goto(link)
  await expect(theirs.getByRole('heading', { level: 1 })).toContainText('a patient of')
  await expect(theirs.getByText(paper.title)).toHaveCount(0)
  await fitsSideways(theirs, 'the code')
  await theirs.getByLabel('The six-digit code').fill(code === '000000' ? '000001' : '000000')
  await theirs.getByRole('button', { name: 'Go on' }).click()
  await expect(theirs.getByText('This is not the code.')).toBeVisible()
  await theirs.getByLabel('The six-digit code').fill(code)
  await theirs.getByRole('button', { name: 'Go on' }).click()
  await expect(theirs).toHaveURL(/\/shared\//)
  expect(theirs.url()).not.toContain(link.split('/s/')[1])
  await fitsSideways(theirs, 'the list')
  await theirs.getByRole('link', { name: `Open: ${paper.title}` }).click()
  await expect(theirs.getByRole('heading', { level: 1, name: paper.title })).toBeVisible()
  const shown = theirs.getByRole('img', { name: 'Page 1 of 1' })
  await expect(shown).toBeVisible()
  await expect.poll(() => one<{ n: number }>(`select count(*)::int as n from audit_event where actor_name = 'Dr. Sol Marsh' and operation = 'shares.redeem' and document_id = $1`, [paper.id])).toEqual({ n: 1 })
  const opened = theirs.url()
  const image = (await shown.getAttribute('src')) ?? ''
  // In the other language too, by a form that needs no script.
  await theirs.getByRole('button', { name: 'Español' }).click()
  await expect(theirs.getByRole('link', { name: 'Todos los documentos' })).toBeVisible()
  // What she was shown carries her name: it is not the file that is stored.
  const cookies = (await recipient.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const answer = await theirs.request.get(image, { headers: { cookie: cookies } })
  expect([answer.status(), answer.headers()['content-type'], answer.headers()['cache-control']]).toEqual([200, 'image/jpeg', 'private, no-store'])

  await page.getByRole('link', { name: 'To what is shared' }).click()
  const mine = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Dr. Sol Marsh' }) })
  await expect(mine.getByText('typed the code')).toBeVisible()
  await expect(mine.getByText(`opened: ${paper.title}`)).toBeVisible()
  await fitsSideways(page, 'what is shared')
  await page.goto(`/portal/${hat}/who-looked`)
  await expect(page.getByText('Dr. Sol Marsh (shared by you)').first()).toBeVisible()
  await page.goto(`/portal/${hat}/shares`)
  await mine.getByRole('button', { name: 'End now' }).click()
  await expect(mine.getByText('Ended', { exact: true })).toBeVisible()

  for (const address of [opened, image, link]) expect((await theirs.goto(address))?.status(), address).toBe(404)
  expect((await knock(image)).status).toBe(404)
  await Promise.all([hers.close(), recipient.close()])
})

test('the office asks another for X-rays; they come in under “To file”, and the link is over', async ({ browser }) => {
  const { practice } = await workplace('amara')
  const { id: patient } = await one(`select patient_id as id from portal_access a join identity.person p on p.id = a.person_id where a.id = $1`, [(await ownHat('katherine')).hat])
  const office = await browser.newContext({ viewport: desk })
  await enter(office, 'amara', { steppedUp: true })
  const page = await office.newPage()
  await page.goto(`/practice/${practice}/patients/${patient}`)
  await page.getByRole('link', { name: 'Shared outside' }).click()
  await page.getByRole('link', { name: 'Ask another office to send' }).click()
  await page.getByLabel('Which office').fill('Eastgate Imaging')
  await page.getByLabel('What you ask for').fill('The bitewings of May, please.')
  await page.getByRole('button', { name: 'Make the link' }).click()
  const code = ((await page.getByText(/^The code: /).textContent()) ?? '').replace(/\D/g, '')
  const link = (await page.getByText(`${target().origin}/s/`).textContent()) ?? ''

  const outside = await browser.newContext({ viewport: phone, javaScriptEnabled: false })
  const theirs = await outside.newPage()
  await theirs.goto(link)
  await theirs.getByLabel('The six-digit code').fill(code)
  await theirs.getByRole('button', { name: 'Go on' }).click()
  await expect(theirs.getByText('The bitewings of May, please.')).toBeVisible()
  await expect(theirs.getByText('Nguyen')).toHaveCount(0)
  await fitsSideways(theirs, 'sending')
  for (const name of ['left.png', 'right.png']) {
    await theirs.getByLabel('File').setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') })
    await theirs.getByRole('button', { name: 'Send this file' }).click()
    await expect(theirs.getByText('The file has arrived.')).toBeVisible()
  }
  await theirs.getByLabel('File').setInputFiles({ name: 'film.pdf', mimeType: 'application/pdf', buffer: Buffer.from('Two eggs, a cup of flour.') })
  await theirs.getByRole('button', { name: 'Send this file' }).click()
  await expect(theirs.getByText('The file was not taken')).toBeVisible()
  await theirs.getByRole('button', { name: 'That is all' }).click()
  await expect(theirs.getByRole('heading', { level: 1, name: 'Thank you' })).toBeVisible()
  expect((await theirs.goto(link))?.status()).toBe(404)

  await page.goto(`/practice/${practice}/to-file`)
  await expect(page.getByText('Eastgate Imaging, asked by')).toHaveCount(2)
  await Promise.all([office.close(), outside.close()])
})
