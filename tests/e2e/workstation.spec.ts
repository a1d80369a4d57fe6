import { createHash, randomBytes } from 'node:crypto'
import { expect, test, type Page } from '@playwright/test'
import { target } from '../setup/target'
import { account, codeOf, desk, enter, fitsSideways, knock, one, phone, sql, workplace } from './support'

const pinOf = (key: string) => account(key).workstationPin ?? ''

/** Puts this browser on the list of a practice's computers. */
async function seat(page: Page): Promise<{ practice: string; joy: string }> {
  const { practice, member: joy } = await workplace('joy')
  const { member: amara } = await workplace('amara')
  await sql('update staff_pin set tries = 0 where membership_id = $1', [joy])
  const token = randomBytes(32).toString('base64url')
  await one(`insert into workstation (practice_id, name, token_hash, enrolled_by) values ($1, 'Test desk', $2, $3) returning id`,
    [practice, createHash('sha256').update(token).digest(), amara])
  await page.context().addCookies([{ name: '__Host-enamel-workstation', value: token, url: target().origin, secure: true, httpOnly: true, sameSite: 'Lax' }])
  return { practice, joy }
}

/** Comes in with nothing but the keyboard. */
async function come(page: Page, letters: string, digits = pinOf('joy')) {
  await expect(page.getByRole('radio').first()).toBeFocused()
  await page.keyboard.type(letters)
  await page.keyboard.press('Enter')
  await page.keyboard.type(digits)
  await page.keyboard.press('Enter')
}
const nameOf = async (member: string) => (await one<{ name: string }>('select display_name as name from membership where id = $1', [member])).name

test.describe('at the front desk', () => {
  test.use({ viewport: desk })

  test('somebody comes in by name and PIN, by keyboard alone, within five seconds', async ({ page }) => {
    const { practice, joy } = await seat(page)
    await page.goto('/workstation')
    const began = Date.now()
    await come(page, (await nameOf(joy)).slice(0, 3))
    await page.waitForURL(`**/practice/${practice}`)
    expect(Date.now() - began).toBeLessThan(5_000)
    await expect(page.getByRole('button', { name: 'Lock now' })).toBeVisible()
  })

  test('what one has typed waits under its cover while another takes a turn, and goes on by PIN', async ({ page, context }) => {
    const { practice, joy } = await seat(page)
    await page.goto('/workstation')
    await come(page, (await nameOf(joy)).slice(0, 3))
    await page.waitForURL(`**/practice/${practice}`)
    await page.goto(`/practice/${practice}/patients/new`)
    await page.getByLabel('Given name').fill('Wilhelmina')
    await page.getByRole('button', { name: 'Lock now' }).click()
    const cover = page.getByRole('dialog', { name: 'Locked' })
    await expect(cover.getByLabel('Your PIN at this computer')).toBeFocused()
    await expect(page).toHaveTitle('Locked')

    const turn = context.waitForEvent('page')
    await cover.getByRole('link', { name: 'Somebody else’s turn' }).click()
    const other = await turn
    const { member: amara } = await workplace('amara')
    await other.getByRole('radio').first().waitFor({ state: 'attached' })
    await other.getByText(await nameOf(amara)).click()
    await other.getByLabel('Your PIN').fill(pinOf('amara'))
    await other.keyboard.press('Enter')
    await other.waitForURL(`**/practice/${practice}`)

    await page.bringToFront()
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    const back = page.getByRole('dialog', { name: /is signed in here now/ })
    await expect(back).toBeVisible()
    await back.getByLabel('Your PIN at this computer').fill(pinOf('joy'))
    await page.keyboard.press('Enter')
    await expect(back).toBeHidden()
    await expect(page.getByLabel('Given name')).toHaveValue('Wilhelmina')
    await expect(page).not.toHaveTitle('Locked')
  })

  test('a wrong PIN keeps the name and says what is left', async ({ page }) => {
    const { joy } = await seat(page)
    await page.goto('/workstation')
    await come(page, (await nameOf(joy)).slice(0, 3), '915284')
    await expect(page.getByText('4 more tries are left.')).toBeVisible()
    await expect(page.locator(`input[value="${joy}"]`)).toBeChecked()
    await expect(page.getByLabel('Your PIN')).toHaveValue('')
  })

  test('an owner confirms, and puts the computer she sits at on the list', async ({ page }) => {
    const { practice } = await workplace('amara')
    await enter(page, 'amara')
    await page.goto(`/practice/${practice}/workstations`)
    await page.getByRole('link', { name: /Confirm that it is you/ }).first().click()
    await page.getByLabel('Password', { exact: true }).fill(account('amara').password)
    await page.getByLabel('Code from your app').fill(codeOf(account('amara')))
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.waitForURL(`**/practice/${practice}/workstations`)
    await page.getByLabel('What is this computer called?').fill('Room 4')
    await page.getByRole('button', { name: 'Put this computer on the list' }).click()
    await expect(page.getByText('This computer is on the list: Room 4')).toBeVisible()
    expect((await page.context().cookies()).some(({ name, httpOnly, secure }) => name === '__Host-enamel-workstation' && httpOnly && secure)).toBe(true)
  })
})

test.describe('without JavaScript, on a narrow screen', () => {
  test.use({ javaScriptEnabled: false, viewport: phone })

  test('a lock leads to a page that unlocks and leads back; a confirmation too', async ({ page }) => {
    const { practice } = await workplace('joy')
    const { token } = await enter(page, 'joy', { locked: true })
    await page.goto(`/practice/${practice}/to-file`)
    await expect(page).toHaveURL(/\/locked\?next=/)
    await page.getByLabel('Password', { exact: true }).fill(account('joy').password)
    await page.getByLabel('Code from your app').fill(codeOf(account('joy')))
    await page.getByRole('button', { name: 'Unlock' }).click()
    await expect(page).toHaveURL(new RegExp(`/practice/${practice}/to-file$`))
    expect((await knock(`/practice/${practice}/to-file`, token)).status).toBe(200)
    await page.goto('/confirm?next=https://evil.example')
    await page.getByLabel('Password', { exact: true }).fill(account('joy').password)
    await page.getByLabel('Code from your app').fill(codeOf(account('joy')))
    await page.getByRole('button', { name: 'Confirm' }).click()
    await expect(page).toHaveURL(/\/account/)
  })

  test('names and PIN bring somebody in', async ({ page }) => {
    const { practice, joy } = await seat(page)
    await page.goto('/workstation')
    await fitsSideways(page, '/workstation')
    await page.getByText(await nameOf(joy)).click()
    await page.getByLabel('Your PIN').fill(pinOf('joy'))
    await page.getByRole('button', { name: 'Come in' }).click()
    await expect(page).toHaveURL(new RegExp(`/practice/${practice}$`))
  })
})
