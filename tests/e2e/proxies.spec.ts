import { type Page, expect, test } from '@playwright/test'
import { account, desk, enter, fitsSideways, one, phone, sql } from './support'

/** A parent's hat on the record of a child, by the practice's place in the story. */
const hatOf = (key: string, practice: string) => one<{ hat: string; practice: string; patient: string }>(
  `select a.id as hat, a.practice_id as practice, a.patient_id as patient from portal_access a join identity.person i on i.id = a.person_id join practice p on p.practice_id = a.practice_id
    where i.email_key = $1 and a.relation = 'parent' and a.until_at is null and p.name like $2`, [account(key).email.toLowerCase(), `${practice}%`])

/** Everybody's access as it was: what ended stays ended for the product, and not for a test. */
const restored = async (hat: string) => {
  await sql(`set session_replication_role = replica; update portal_access set until_at = null, ended_by = null, ended_why = null, scope = 'all', categories = '{}' where id = '${hat}';
    set session_replication_role = default`)
}

const rows = (page: Page) => page.getByRole('main').locator('a.row-link')

test('a mother of a child in both practices is narrowed, and then ended, while her pages are open', async ({ browser }) => {
  const [here, there] = [await hatOf('marisol', 'Riverbend'), await hatOf('marisol', 'Cedar')]
  const mother = await browser.newContext({ viewport: phone, hasTouch: true, isMobile: true })
  await enter(mother, 'marisol')
  const [at, beside] = [await mother.newPage(), await mother.newPage()]
  const office = await browser.newContext({ viewport: desk })
  await enter(office, 'joy', { steppedUp: true })
  const joy = await office.newPage()
  try {
    await at.goto(`/portal/${here.hat}/documents`)
    await beside.goto(`/portal/${there.hat}/documents`)
    await expect(at.getByText('You see everything that is shared.')).toBeVisible()
    const [before, elsewhere] = [await rows(at).count(), await rows(beside).count()]
    expect(before).toBeGreaterThan(1)
    expect(elsewhere).toBeGreaterThan(0)
    const film = rows(at).filter({ hasText: /X-ray/ }).first()
    const filmPath = await film.getAttribute('href') ?? ''
    expect(filmPath).toContain(`/portal/${here.hat}/documents/`)

    // At the desk: only letters from now on.
    await joy.goto(`/practice/${here.practice}/patients/${here.patient}/portal`)
    const row = joy.getByRole('listitem').filter({ hasText: 'Marisol Vega' }).first()
    await row.getByText('Let them see less', { exact: true }).first().click()
    await row.getByText('Only some kinds').first().click()
    await row.getByRole('checkbox', { name: 'Letters' }).first().check()
    await row.getByLabel('Why').first().fill('The court asked for it')
    await row.getByRole('button', { name: 'Let them see less' }).click()
    await expect(row.getByText('Sees letters', { exact: false }).first()).toBeVisible()

    // The page that is open leads nowhere any more, and the next one says how far it goes now. The other practice's stays.
    await film.click()
    await expect(at.getByRole('heading', { level: 1 })).not.toContainText('X-ray')
    expect((await at.goto(filmPath))?.status()).toBe(404)
    await at.goto(`/portal/${here.hat}/documents`)
    await expect(at.getByText('You see letters.')).toBeVisible()
    expect(await rows(at).count()).toBeLessThan(before)
    await beside.reload()
    expect(await rows(beside).count()).toBe(elsewhere)

    await row.getByText('End this access').click()
    await row.getByLabel('Why').last().fill('Asked for by the court')
    await row.getByRole('button', { name: 'End the access' }).click()
    await expect(joy.getByRole('heading', { name: 'Had access before' })).toBeVisible()
    expect((await at.reload())?.status()).toBe(404)
    await expect(at.getByText('Theo Vega-Lindqvist')).toHaveCount(0)
    await beside.reload()
    expect(await rows(beside).count()).toBe(elsewhere)
  } finally {
    await restored(here.hat)
    await mother.close()
    await office.close()
  }
})

test('the banner and the switcher say in whose name, until when and how far, in both languages', async ({ page }) => {
  await page.setViewportSize(phone)
  const { hat } = await hatOf('anders', 'Riverbend')
  await enter(page, 'anders')
  await page.goto(`/portal/${hat}`)
  const banner = page.getByText('You are in the record of')
  await expect(banner).toContainText('Theo Vega-Lindqvist')
  await expect(banner).toContainText(/as a parent, until .+\. You see X-rays, photographs, treatment plans, letters and visits\. You do not see what others send\./)
  await fitsSideways(page, 'a proxy’s home')
  await page.goto('/hats')
  await expect(page.getByText('You see X-rays, photographs, treatment plans, letters and visits.')).toBeVisible()
  await page.context().addCookies([{ name: 'enamel-lang', value: 'es', url: new URL(page.url()).origin }])
  await page.goto(`/portal/${hat}`)
  await expect(page.getByText('Está en la historia de')).toContainText(/como padre o madre, hasta el .+ Usted ve radiografías/)
})

test('a helper with one task finds that and nothing else; the patient finds the helper, and lets nobody in without a confirmation', async ({ browser }) => {
  const helper = await browser.newPage({ viewport: phone })
  const { hat } = await one<{ hat: string }>(
    `select a.id as hat from portal_access a join identity.person i on i.id = a.person_id where i.email_key = $1 and a.relation = 'helper' and a.until_at is null`, [account('julio').email])
  await enter(helper, 'julio')
  await helper.goto(`/portal/${hat}`)
  await expect(helper.getByRole('heading', { level: 1 })).toHaveText('Send Rosa’s insurance card')
  await expect(helper.getByRole('link', { name: 'Visits' })).toHaveCount(0)
  await helper.goto(`/portal/${hat}/visits`)
  await expect(helper.getByText('Visits are not part of what you see here.')).toBeVisible()
  await helper.goto(`/portal/${hat}/documents`)
  expect(await rows(helper).count()).toBe(0)

  const rosa = await browser.newPage({ viewport: phone })
  await enter(rosa, 'rosa')
  const own = await one<{ hat: string }>(`select a.id as hat from portal_access a join identity.person i on i.id = a.person_id where i.email_key = $1 and a.relation = 'self' and a.until_at is null`, [account('rosa').email])
  await rosa.goto(`/portal/${own.hat}/people`)
  await expect(rosa.getByRole('main')).toContainText('Julio Ibarra')
  await rosa.getByLabel('Their name').fill('Teresa')
  await rosa.getByRole('button', { name: 'Invite' }).click()
  await rosa.waitForURL(/\/confirm\?next=/)
  await fitsSideways(rosa, 'the confirmation')
  await helper.close()
  await rosa.close()
})
