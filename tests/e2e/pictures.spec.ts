import { expect, test } from '@playwright/test'
import { enter, fitsSideways, one, ownHat, phone, sql } from './support'

test.use({ viewport: phone })

/** Two X-rays of hers with pictures, the newer first. */
async function films(patient: string): Promise<{ id: string; title: string }[]> {
  const found = () => sql<{ id: string; title: string }>(
    `select d.id, d.title from document d join document_rendition n on n.practice_id = d.practice_id and n.document_id = d.id and n.variant = 'page-1-1600' and n.state = 'ready'
      where d.patient_id = $1 and d.category in ('radiograph', 'photograph') and exists (select from release r
        where r.practice_id = d.practice_id and r.document_id = d.id and r.until_at is null and r.expires_at is null) order by d.taken_on desc, d.id desc`, [patient])
  // The story's pictures are made in the background, the newest first.
  await expect.poll(async () => (await found()).length, { timeout: 120_000 }).toBeGreaterThan(1)
  return found()
}
const events = async (operation: string, patient: string) =>
  Number((await one<{ count: string }>('select count(*) from audit_event where operation = $1 and patient_id = $2', [operation, patient])).count)

test('a list shows its previews when its reader chose so: one picture, one line in the history', async ({ page }) => {
  test.setTimeout(180_000)
  const { hat, patient } = await ownHat('katherine')
  await films(patient)
  await enter(page, 'katherine')
  const fetched: string[] = []
  page.on('request', (request) => { if (/\/v1\/[op]\//.test(request.url())) fetched.push(new URL(request.url()).pathname.split('/').slice(0, 3).join('/')) })
  await page.goto(`/portal/${hat}/documents`, { waitUntil: 'networkidle' })
  expect(fetched, 'nothing unasked').toEqual([])
  const before = await events('portal.documents.sheet', patient)
  await page.getByLabel('Small previews').selectOption('shown')
  await page.waitForResponse((response) => response.url().includes('/v1/p/') && response.status() === 200)
  await page.waitForLoadState('networkidle')
  expect(fetched).toEqual(['/v1/o', '/v1/p'])
  expect(await events('portal.documents.sheet', patient)).toBe(before + 1)
  // The choice stays, and so does the looking.
  await page.reload({ waitUntil: 'networkidle' })
  expect(await page.getByLabel('Small previews').inputValue()).toBe('shown')
  expect(await events('portal.documents.sheet', patient)).toBe(before + 1)
  await fitsSideways(page, 'the list with previews')
  await page.goto(`/portal/${hat}/who-looked`)
  await expect(page.getByText(/saw small previews of \d+ documents|saw a small preview/).first()).toBeVisible()
})

test('without scripts a link shows the previews once', async ({ browser }) => {
  const { hat } = await ownHat('katherine')
  const context = await browser.newContext({ viewport: phone, javaScriptEnabled: false })
  await enter(context, 'katherine')
  const page = await context.newPage()
  await page.goto(`/portal/${hat}/documents`)
  await Promise.all([
    page.waitForResponse((response) => response.url().includes('/v1/p/') && response.status() === 200),
    page.getByRole('link', { name: 'Show small previews' }).click(),
  ])
  await context.close()
})

test('an X-ray is brought closer by keys and by hand, made brighter, held against another; its opening is one', async ({ page }) => {
  test.setTimeout(180_000)
  const { hat, patient } = await ownHat('katherine')
  const [film, other] = await films(patient)
  await enter(page, 'katherine')
  await page.goto(`/portal/${hat}/documents/${film?.id}`)
  await page.getByRole('link', { name: 'Show it here' }).click()
  const picture = page.getByRole('img', { name: 'Page 1 of the document' })
  await expect.poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(300)
  const opened = await events('portal.documents.redeem', patient)
  const box = page.getByRole('group', { name: 'The picture' })
  const scale = () => picture.evaluate((img) => new DOMMatrix(getComputedStyle(img).transform).a)
  expect(await scale()).toBe(1)
  await box.focus()
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  expect(await scale()).toBeCloseTo(1.96, 2)
  const left = () => picture.evaluate((img) => new DOMMatrix(getComputedStyle(img).transform).e)
  const from = await left()
  await page.keyboard.press('ArrowRight')
  expect(await left()).toBeLessThan(from)
  const { x, y, width, height } = (await box.boundingBox())!
  const moved = await left()
  await page.mouse.move(x + width / 2, y + height / 2)
  await page.mouse.down()
  await page.mouse.move(x + width / 2 + 30, y + height / 2)
  await page.mouse.up()
  expect(await left()).toBeGreaterThan(moved)
  await page.keyboard.press('0')
  expect(await scale()).toBe(1)
  await page.getByLabel('Brightness').fill('160')
  expect(await picture.evaluate((img) => getComputedStyle(img).filter)).toContain('brightness(1.6)')
  await page.getByRole('button', { name: 'As it was' }).click()
  expect(await picture.evaluate((img) => getComputedStyle(img).filter)).toBe('none')
  await fitsSideways(page, 'a picture and its controls')
  expect(await events('portal.documents.redeem', patient), 'one opening').toBe(opened)

  await page.getByLabel('Hold it against').selectOption(other?.id ?? '')
  await page.getByRole('button', { name: 'Show side by side' }).click()
  const second = page.getByRole('img', { name: other?.title ?? '' })
  await expect.poll(() => second.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(300)
  expect(await events('portal.documents.redeem', patient), 'the other is another').toBe(opened + 1)
})

test('without scripts the picture remains', async ({ browser }) => {
  const { hat, patient } = await ownHat('katherine')
  const [film] = await films(patient)
  const context = await browser.newContext({ viewport: phone, javaScriptEnabled: false })
  await enter(context, 'katherine')
  const page = await context.newPage()
  await page.goto(`/portal/${hat}/documents/${film?.id}`)
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().includes('/v1/d/')),
    page.getByRole('link', { name: 'Show it here' }).click(),
  ])
  expect(answer.headers()['content-type']).toBe('image/jpeg')
  await expect(page.getByRole('img', { name: 'Page 1 of the document' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Closer' })).toHaveCount(0)
  await context.close()
})
