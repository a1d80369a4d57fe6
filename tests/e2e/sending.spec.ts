import { expect, test } from '@playwright/test'
import sharp from 'sharp'
import { smallPdf } from '../factories/small-pdf'
import { desk, enter, fitsSideways, one, ownHat, phone, sql } from './support'

const pdf = (name: string, text: string) => ({ name, mimeType: 'application/pdf', buffer: smallPdf(text) })
const lines = Array.from({ length: 12 }, (_, at) => `<text x="60" y="${90 + at * 45}" font-size="34" font-family="sans-serif">MEMBER ${at}27-558 GROUP A-${at}42</text>`).join('')
async function cardSide(name: string, blur = 0) {
  const picture = sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="640"><rect width="1000" height="640" fill="#dfe7ee"/>${lines}</svg>`))
  return { name, mimeType: 'image/jpeg', buffer: await (blur > 0 ? picture.blur(blur) : picture).jpeg().toBuffer() }
}
const workplaceOf = (patient: string) => one<{ practice: string }>('select practice_id as practice from patient where id = $1', [patient])
const newest = async (patient: string) => (await sql<{ id: string; as: string; note: string; state: string; type: string; deleted: boolean }>(
  `select d.id, d.sent_as as as, d.sent_note as note, v.state, v.content_type as type, d.deleted_at is not null as deleted
     from document d join document_version v on v.practice_id = d.practice_id and v.document_id = d.id where d.patient_id = $1 order by d.created_at desc limit 1`, [patient]))[0]

test.describe('the tray', () => {
  test.use({ viewport: desk })

  test('two files, one of which loses its connection in the middle and goes on by itself', async ({ page }) => {
    const { patient } = await ownHat('katherine')
    const { practice } = await workplaceOf(patient)
    await enter(page, 'joy')
    await page.goto(`/practice/${practice}/patients/${patient}`)
    const offsets: string[] = []
    let broken = 0
    await page.route('**/v1/u/**', async (route) => {
      const request = route.request()
      const offset = request.headers()['upload-offset']
      if (request.method() === 'PATCH' && offset) offsets.push(offset)
      // The second piece of the large one, twice.
      if (request.method() === 'PATCH' && Number(offset) > 0 && broken < 2) {
        broken += 1
        return route.abort('connectionreset')
      }
      return route.continue()
    })
    const large = 'b '.repeat(5_500_000)
    await page.locator('input[type=file]').setInputFiles([pdf('large.pdf', large), pdf('small.pdf', 'a small one')])
    await expect(page.getByText('small.pdf: here and encrypted, not filed yet')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('large.pdf: the connection is lost; it goes on by itself')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('large.pdf: here and encrypted, not filed yet')).toBeVisible({ timeout: 60_000 })
    // It went on where it was, and not from the beginning.
    expect(broken).toBe(2)
    expect(offsets.filter((offset) => offset === String(8 * 1024 * 1024)).length).toBeGreaterThanOrEqual(2)
    expect(offsets.filter((offset) => offset === '0')).toHaveLength(2)
    expect(await sql(`select 1 from document_version where file_name = 'large.pdf' and state = 'ready' and byte_size = $1`, [smallPdf(large).length])).toHaveLength(1)
  })

  test('after a closed page the file is asked for again, and goes on', async ({ page }) => {
    const { patient } = await ownHat('katherine')
    const { practice } = await workplaceOf(patient)
    await enter(page, 'joy')
    await page.goto(`/practice/${practice}/to-file`)
    const file = pdf('interrupted.pdf', 'c '.repeat(5_500_000))
    await page.route('**/v1/u/**', (route) => (route.request().method() === 'PATCH' && Number(route.request().headers()['upload-offset']) > 0 ? route.abort('connectionreset') : route.continue()))
    await page.locator('input[type=file]').setInputFiles(file)
    await expect(page.getByText('interrupted.pdf: the connection is lost; it goes on by itself')).toBeVisible({ timeout: 30_000 })
    // Leaving asks first.
    page.on('dialog', (dialog) => void dialog.accept())
    await page.goto('about:blank')
    await page.unroute('**/v1/u/**')
    await page.goto(`/practice/${practice}/to-file`)
    await expect(page.getByText(/^interrupted\.pdf, 11 MB: choose it again/)).toBeVisible()
    await page.evaluate(() => {
      // A file that a test hands over has the time of the handing; remembered is what it had.
      const [one] = JSON.parse(localStorage.getItem('enamel-uploads') ?? '[]') as { modified: number }[]
      ;(window as unknown as { modified: number }).modified = one?.modified ?? 0
    })
    const dropped = await page.evaluateHandle(({ name, text, type }) => {
      const transfer = new DataTransfer()
      const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))
      transfer.items.add(new File([bytes], name, { type, lastModified: (window as unknown as { modified: number }).modified }))
      return transfer
    }, { name: file.name, type: file.mimeType, text: file.buffer.toString('base64') })
    await page.locator('input[type=file]').dispatchEvent('drop', { dataTransfer: dropped })
    await expect(page.getByText('interrupted.pdf: here and encrypted, not filed yet')).toBeVisible({ timeout: 60_000 })
    await page.reload()
    await expect(page.getByRole('row', { name: /interrupted\.pdf.*Nobody yet/ })).toBeVisible()
    await expect(page.getByText(/choose it again/)).toHaveCount(0)
  })

  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false })
    test('several files go in one form, and what was refused is said', async ({ page }) => {
      const { patient } = await ownHat('katherine')
      const { practice } = await workplaceOf(patient)
      await enter(page, 'joy')
      await page.goto(`/practice/${practice}/to-file`)
      await page.locator('input[type=file]').setInputFiles([pdf('one.pdf', 'one'), { name: 'no.pdf', mimeType: 'application/pdf', buffer: Buffer.from('Two eggs, a cup of flour.') }, pdf('two.pdf', 'two')])
      await page.getByRole('button', { name: 'Send these files' }).click()
      await expect(page.getByText('1 file of 3 was not taken')).toBeVisible()
      await expect(page.getByRole('link', { name: 'one.pdf' }).first()).toBeVisible()
      await expect(page.getByRole('link', { name: 'two.pdf' }).first()).toBeVisible()
    })
  })
})

test.describe('a patient', () => {
  test.use({ viewport: phone, hasTouch: true, isMobile: true })

  test('sends an insurance card, front and back as one, is told of a blurred picture, and the office files it', async ({ page, browser }) => {
    const { hat, patient, practice } = await ownHat('katherine')
    await enter(page, 'katherine')
    await page.goto(`/portal/${hat}`)
    await page.getByRole('link', { name: 'Send something' }).click()
    await fitsSideways(page, 'send')
    await page.getByRole('link', { name: 'Insurance card' }).click()
    await page.getByLabel('A short note').fill('New since January.')
    await expect(page.getByRole('button', { name: 'Send the card' })).toBeDisabled()
    await page.locator('input[name=front]').setInputFiles(await cardSide('front.jpg', 6))
    await expect(page.getByText('This looks blurred. Take it again, or use it anyway.')).toBeVisible()
    await page.locator('input[name=front]').setInputFiles(await cardSide('front.jpg'))
    await expect(page.getByText('Sharp enough to read.')).toBeVisible()
    await page.locator('input[name=back]').setInputFiles(await cardSide('back.jpg'))
    await expect(page.getByText('Sharp enough to read.')).toHaveCount(2)
    await fitsSideways(page, 'card')
    await page.getByRole('button', { name: 'Send the card' }).click()
    await expect(page.getByText('Insurance card: sent; it waits at the practice')).toBeVisible({ timeout: 30_000 })
    expect(await newest(patient)).toMatchObject({ as: 'insurance_card', note: 'New since January.', state: 'ready', type: 'application/pdf' })

    await page.goto(`/portal/${hat}/documents`)
    await expect(page.getByRole('heading', { name: 'You sent this' })).toBeVisible()
    await expect(page.getByText('Waiting at the practice')).toBeVisible()
    await fitsSideways(page, 'documents')

    const office = await browser.newContext({ viewport: desk })
    await enter(office, 'joy')
    const there = await office.newPage()
    await there.goto(`/practice/${practice}/to-file`)
    await expect(there.getByText('an insurance card: “New since January.”')).toBeVisible()
    const id = (await newest(patient))?.id ?? ''
    await there.goto(`/practice/${practice}/documents/${id}`)
    await expect(there.getByLabel('Kind')).toHaveValue('insurance')
    await there.getByLabel('Title').fill('Insurance card 2026')
    await there.getByRole('button', { name: 'File it' }).click()
    // There is a Catherine Nguyen too.
    await there.getByRole('checkbox', { name: /Yes, this belongs to Katherine Nguyen/ }).check()
    await there.getByRole('button', { name: 'File it' }).click()
    await expect(there.getByRole('heading', { level: 1, name: 'Insurance card 2026' })).toBeVisible()
    await office.close()
    await page.reload()
    await expect(page.getByRole('heading', { name: 'You sent this' })).toHaveCount(0)
    await expect(page.getByRole('link', { name: 'Insurance card 2026' })).toBeVisible()
  })

  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false })
    test('sends a card and a paper by plain forms, and takes the paper back', async ({ page }) => {
      const { hat, patient } = await ownHat('katherine')
      await enter(page, 'katherine')
      await page.goto(`/portal/${hat}/send?as=insurance_card`)
      await page.locator('input[name=front]').setInputFiles(await cardSide('front.jpg'))
      await page.locator('input[name=back]').setInputFiles(await cardSide('back.jpg'))
      await page.getByRole('button', { name: 'Send the card' }).click()
      await expect(page.getByText('Sent. It stands under “You sent this”.')).toBeVisible()
      expect(await newest(patient)).toMatchObject({ as: 'insurance_card', state: 'ready', type: 'application/pdf' })

      await page.goto(`/portal/${hat}/send?as=paper`)
      await page.locator('input[name=file][multiple]').setInputFiles({ name: 'no.pdf', mimeType: 'application/pdf', buffer: Buffer.from('Two eggs.') })
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      await expect(page.getByText('It was not sent')).toBeVisible()
      await page.goto(`/portal/${hat}/send?as=paper`)
      await page.locator('input[name=file][multiple]').setInputFiles(pdf('letter.pdf', 'a letter'))
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      await expect(page.getByText('Sent. It stands under “You sent this”.')).toBeVisible()
      await page.getByRole('listitem').filter({ hasText: 'A paper' }).first().getByRole('button', { name: 'Take back' }).click()
      await expect(page.getByRole('listitem').filter({ hasText: 'A paper' })).toHaveCount(0)
      expect(await newest(patient)).toMatchObject({ as: 'paper', deleted: true })
    })
  })
})
