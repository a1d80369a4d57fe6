import { gzipSync } from 'node:zlib'
import { type Page, expect, test } from '@playwright/test'
import { desk, enter, one, ownHat, workplace } from './support'

test.use({ viewport: desk })

const allowance = 170_000

const openings = async () => Number((await one<{ count: string }>('select count(*) from audit_event')).count)

/** Moves the pointer over every link of the page's middle and rests there; gives what was fetched meanwhile. */
async function hoverAll(page: Page): Promise<{ links: number; fetched: string[] }> {
  const links = page.getByRole('main').getByRole('link')
  const count = await links.count()
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(`${request.method()} ${new URL(request.url()).pathname}`))
  for (let at = 0; at < Math.min(count, 30); at++) {
    await links.nth(at).scrollIntoViewIfNeeded()
    await links.nth(at).hover({ force: true })
    await page.waitForTimeout(40)
  }
  // Longer than a prefetch waits for an idle moment.
  await page.waitForTimeout(700)
  return { links: count, fetched }
}

test('hovering over a list opens nothing, and fetches no record', async ({ browser }) => {
  // Nine lists, each rested upon.
  test.setTimeout(120_000)
  const { hat } = await ownHat('katherine')
  const { practice } = await workplace('amara')
  const lists = [
    ...['', '/documents', '/visits', '/who-looked'].map((path) => ({ as: 'katherine', at: `/portal/${hat}${path}` })),
    ...['', '/patients', '/to-file', '/history', '/members'].map((path) => ({ as: 'amara', at: `/practice/${practice}${path}` })),
  ]
  let hovered = 0
  for (const { as, at } of lists) {
    const context = await browser.newContext({ viewport: desk })
    await enter(context, as)
    const page = await context.newPage()
    await page.goto(at, { waitUntil: 'networkidle' })
    const before = await openings()
    const { links, fetched } = await hoverAll(page)
    hovered += links
    expect(fetched.filter((line) => !line.includes('/_next/static/') && !line.includes('/api/session/')), `${at}: fetched by hovering`).toEqual([])
    expect(await openings(), `${at}: written by hovering`).toBe(before)
    await context.close()
  }
  expect(hovered, 'there was something to hover over').toBeGreaterThan(40)
})

test('and pressing one of those links does open, and is written down', async ({ page }) => {
  const { practice } = await workplace('amara')
  await enter(page, 'amara')
  await page.goto(`/practice/${practice}/patients`)
  const before = await openings()
  await page.getByRole('main').getByRole('table').getByRole('link').first().click()
  await page.waitForURL(/\/patients\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('heading', { name: 'Documents' })).toBeVisible()
  expect(await openings()).toBeGreaterThan(before)
})

test(`the portal's list of documents needs at most ${allowance / 1000} kB of JavaScript`, async ({ page }) => {
  const { hat } = await ownHat('katherine')
  await enter(page, 'katherine')
  const bodies: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') bodies.push(response.body())
  })
  await page.goto(`/portal/${hat}/documents`, { waitUntil: 'networkidle' })
  // What stands in the page itself counts too: the framework carries the page's data in scripts.
  const inline = await page.evaluate(() => [...document.scripts].filter(({ src }) => !src).map(({ textContent }) => textContent ?? '').join('\n'))
  const files = await Promise.all(bodies)
  const sizes = [...files, Buffer.from(inline)].map((body) => gzipSync(body, { level: 9 }).length)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  console.log(`JavaScript of the portal's document list: ${(total / 1000).toFixed(1)} kB compressed, ${files.length} files and what stands in the page`)
  expect(files.length).toBeGreaterThan(2)
  expect(total).toBeLessThanOrEqual(allowance)
})
