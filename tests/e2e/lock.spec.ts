import { expect, test } from '@playwright/test'
import { account, codeOf, desk, enter, knock, sql, workplace } from './support'

test.use({ viewport: desk })

test('a locked screen shows nothing and answers nothing, and gives back what was typed', async ({ page }) => {
  const { practice } = await workplace('joy')
  const { token } = await enter(page, 'joy')
  const form = `/practice/${practice}/patients/new`
  await page.goto(form)
  await page.getByLabel('Given name').fill('Wilhelmina')
  await page.getByLabel('Note for staff').fill('Prefers mornings; half of this sentence was')
  expect((await knock(form, token)).status).toBe(200)

  await page.getByRole('button', { name: 'Lock now' }).click()
  const cover = page.getByRole('dialog', { name: 'Locked' })
  await expect(cover).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(cover).toBeVisible()
  await expect(cover.getByLabel('Password', { exact: true })).toBeVisible()
  const refused = await knock(form, token)
  expect(refused.status).toBe(307)
  expect(refused.headers.location).toContain('/locked')

  // A wrong password opens nothing.
  await cover.getByLabel('Password', { exact: true }).fill('not the password of anybody')
  await cover.getByLabel('Code from your app').fill('000000')
  await cover.getByRole('button', { name: 'Unlock', exact: true }).click()
  await expect(cover.getByRole('alert')).toBeVisible()
  expect((await knock(form, token)).status).toBe(307)

  await cover.getByLabel('Password', { exact: true }).fill(account('joy').password)
  await cover.getByLabel('Code from your app').fill(codeOf(account('joy')))
  await cover.getByRole('button', { name: 'Unlock', exact: true }).click()
  await expect(cover).toBeHidden()
  await expect(page.getByLabel('Given name')).toHaveValue('Wilhelmina')
  await expect(page.getByLabel('Note for staff')).toHaveValue('Prefers mornings; half of this sentence was')
  expect((await knock(form, token)).status).toBe(200)
})

test('a session that the server locked is covered when the window comes back, without anybody leaving the page', async ({ page }) => {
  const { practice } = await workplace('joy')
  const { session } = await enter(page, 'joy')
  await page.goto(`/practice/${practice}/patients/new`)
  await page.getByLabel('Given name').fill('Wilhelmina')
  await sql('update identity.session set locked_at = now() where id = $1', [session])
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(page.getByRole('dialog', { name: 'Locked' })).toBeVisible()
  await expect(page.getByLabel('Given name')).toHaveValue('Wilhelmina')
})
