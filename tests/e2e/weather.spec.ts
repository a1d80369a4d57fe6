import { type Page, expect, test } from '@playwright/test'
import pg from 'pg'
import { target } from '../setup/target'
import { desk, enter, ownHat, sql, workplace } from './support'

test.use({ viewport: desk })

/** The name under which the installation comes to its database. */
const name = decodeURIComponent(new URL(target().runtimeUrl).username)

// Everything the installation has open ends, and nothing new is let in: as it sees it, the database is gone.
async function gone(): Promise<void> {
  await sql(`alter role ${pg.escapeIdentifier(name)} connection limit 0`)
  await sql('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [name])
}

const back = async () => void (await sql(`alter role ${pg.escapeIdentifier(name)} connection limit -1`))

test.afterEach(back)

/** Loads a page until it answers, for as long as a pool may take to find its database again. */
async function answersAgain(page: Page, path: string): Promise<void> {
  await expect(async () => expect((await page.goto(path))?.status()).toBe(200)).toPass({ timeout: 20_000 })
}

test('without its database every page says so, and all is well again once it is back', async ({ page, browser }) => {
  const { hat } = await ownHat('katherine')
  const { practice } = await workplace('amara')
  await enter(page, 'katherine')
  const office = await browser.newContext({ viewport: desk })
  await enter(office, 'amara')
  const staff = await office.newPage()
  const places = [[page, `/portal/${hat}/documents`], [staff, `/practice/${practice}/patients`]] as const
  for (const [tab, path] of places) expect((await tab.goto(path))?.status()).toBe(200)

  await gone()
  for (const [tab, path] of places) {
    const answer = await tab.goto(path)
    expect(answer?.status(), `${path}: no success is claimed`).toBeGreaterThanOrEqual(500)
    await expect(tab.getByRole('heading', { level: 1 })).toHaveText('This page failed')
    await expect(tab.getByRole('button', { name: 'Try again' })).toBeVisible()
    expect(await tab.content()).not.toMatch(/ECONNREFUSED|too many connections|pg_|at \w+ \(/)
  }
  await back()
  for (const [tab, path] of places) await answersAgain(tab, path)
  await office.close()
})
