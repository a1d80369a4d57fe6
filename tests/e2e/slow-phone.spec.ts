import { expect, test, type Locator, type Page } from '@playwright/test'
import sharp from 'sharp'
import { scannedPdf } from '../factories/pdf-pages'
import { target } from '../setup/target'
import { enter, one, ownHat, phone, sql, workplace } from './support'

// What a patient has in her hand on a train: a quarter of the processor and 400 kbit/s. Uploading is no part of what is timed.

/** A panoramic as a sensor writes it: much larger than any screen, and with grain that does not compress. */
function panoramic(): Promise<Buffer> {
  return sharp({ create: { width: 5200, height: 2600, channels: 3, background: '#777', noise: { type: 'gaussian', mean: 110, sigma: 38 } } }).png({ compressionLevel: 1 }).toBuffer()
}

/** Sends a file as the desk does, waits for its pictures, and has it filed and released. */
async function arrived(page: Page, name: string, type: string, bytes: Buffer): Promise<string> {
  const { practice, member } = await workplace('joy')
  const { patient } = await ownHat('katherine')
  await enter(page, 'joy')
  const sent = await page.request.post(`/v1/u/${practice}?patient=${patient}&name=${name}`, {
    data: bytes, headers: { 'content-type': type, origin: target().origin }, timeout: 60_000, ignoreHTTPSErrors: true,
  })
  expect(sent.status(), await sent.text()).toBe(201)
  const { document } = await sent.json() as { document: string }
  await expect.poll(async () => (await one<{ rendered: string }>('select rendered from document_version where document_id = $1', [document])).rendered, { timeout: 60_000 }).toBe('done')
  await sql(`update document set category = 'letter', title = $2, taken_on = current_date, filed_at = now(), filed_by = $3 where id = $1`, [document, name, member])
  await sql(`insert into release (practice_id, document_id, patient_id, released_by_name) values ($1, $2, $3, 'Joy Mendoza')`, [practice, document, patient])
  return document
}

/** Looks until there is something to see: how far the shades of what is on the screen lie apart, and after how long. */
async function lookedAt(picture: Locator, begun: number): Promise<{ shades: number; seen: number }> {
  for (;;) {
    const { channels } = await sharp(await picture.screenshot({ animations: 'disabled' })).stats()
    const shades = Math.max(...channels.map(({ stdev }) => stdev))
    const seen = Date.now() - begun
    if (shades > 8 || seen > 15_000) return { shades, seen }
  }
}

for (const { what, name, type, make, atLeast } of [
  { what: 'a scan of sixty pages', name: 'sixty.pdf', type: 'application/pdf', atLeast: 8_000_000, make: () => scannedPdf(60) },
  { what: 'a panoramic of 40 MB', name: 'panoramic.png', type: 'image/png', atLeast: 40_000_000, make: panoramic },
])
  test(`${what} has something to look at within five seconds on a slow phone`, async ({ page, browser }) => {
    test.setTimeout(180_000)
    const bytes = await make()
    expect(bytes.length).toBeGreaterThan(atLeast)
    const document = await arrived(page, name, type, bytes)
    const { hat } = await ownHat('katherine')
    const context = await browser.newContext({ viewport: phone, isMobile: true, hasTouch: true, ignoreHTTPSErrors: true })
    const her = await context.newPage()
    await enter(her, 'katherine')
    // She comes from her list, as people do: what pages share is on the phone already.
    await her.goto(`/portal/${hat}/documents/${document}`)
    await expect(her.getByRole('link', { name: 'Show it here' })).toBeVisible()
    const line = await context.newCDPSession(her)
    await line.send('Network.enable')
    await line.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8 })
    await line.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    const bytesOf = her.waitForResponse((response) => response.url().includes('/v1/d/')).then((response) => Number(response.headers()['content-length']))
    const begun = Date.now()
    await her.getByRole('link', { name: 'Show it here' }).click()
    const picture = her.getByRole('img', { name: 'Page 1 of the document' })
    await expect.poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth).catch(() => 0), { timeout: 30_000, intervals: [50] }).toBeGreaterThan(300)
    // Not only that its head has come: what she has in her hand is looked at, and it is more than an empty frame.
    const { shades, seen } = await lookedAt(picture, begun)
    await expect.poll(() => picture.evaluate((img) => (img as HTMLImageElement).complete), { timeout: 30_000, intervals: [100] }).toBe(true)
    const whole = Date.now() - begun
    console.log(`  ${what}: ${(bytes.length / 1e6).toFixed(1)} MB; seen after ${seen} ms, whole after ${whole} ms (${((await bytesOf) / 1000).toFixed(0)} kB)`)
    expect(shades).toBeGreaterThan(8)
    expect(seen).toBeLessThan(5_000)
    expect(await her.getByText('Page 1 of 60').count()).toBe(type === 'application/pdf' ? 1 : 0)
    await context.close()
  })
