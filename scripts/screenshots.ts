import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from '@playwright/test'
import { demoAccounts } from '@/db/seed/accounts'
import { findChromium } from './lib/chromium'
import { Refusal, main } from './lib/lifetime'
import { root } from './lib/paths'

const base = process.env.ENAMEL_ORIGIN ?? `http://localhost:${process.env.PORT || 3000}`
const folder = join(root, 'docs', 'screens')

/** The README's pictures, taken from a running demo by signing in as anybody does. */
await main(async () => {
  mkdirSync(folder, { recursive: true })
  const browser = await chromium.launch({ ...(await launchPath()), args: ['--no-sandbox'] })
  try {
    const phone = await browser.newContext({ viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, reducedMotion: 'reduce' })
    const patient = await enter(phone, 'katherine')
    await patient.getByRole('link', { name: 'Documents' }).first().click()
    await shoot(patient, 'portal')
    await patient.getByRole('main').getByRole('link').filter({ hasText: 'X-ray' }).first().click()
    await shoot(patient, 'document')
    await patient.getByRole('link', { name: 'Who looked' }).click()
    await shoot(patient, 'who-looked')

    const desk = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
    const staff = await enter(desk, 'amara')
    await shoot(staff, 'today')
    await staff.getByRole('link', { name: 'Patients' }).click()
    await staff.getByRole('main').getByRole('table').getByRole('link').nth(4).click()
    await shoot(staff, 'patient')
  } finally {
    await browser.close()
  }
})

async function enter(context: BrowserContext, key: string): Promise<Page> {
  const account = demoAccounts.find((one) => one.key === key)
  if (!account) throw new Refusal(`there is no account ${key} in the demo`)
  const page = await context.newPage()
  await page.goto(`${base}/sign-in`).catch(() => { throw new Refusal(`No demo answers at ${base}. Start it first: npm run demo`) })
  await page.getByRole('button', { name: new RegExp(account.name) }).click()
  await page.waitForURL(/\/(portal|practice|hats)/)
  if (page.url().includes('/hats')) await page.getByRole('main').getByRole('link').first().click()
  await page.waitForURL(/\/(portal|practice)\//)
  return page
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: join(folder, `${name}.png`) })
  console.log(`  docs/screens/${name}.png`)
}

async function launchPath() {
  const executablePath = await findChromium()
  return executablePath ? { executablePath } : {}
}
