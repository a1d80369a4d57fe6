import { createHash, randomBytes } from 'node:crypto'
import { type Page, expect, test } from '@playwright/test'
import { hashPassword } from '@/lib/auth/password'
import { target } from '../setup/target'
import { account, fitsSideways, one, phone, sql } from './support'

test.use({ viewport: phone, hasTouch: true, isMobile: true })

const pin = '482915'

/** This browser as the phone that somebody enrolled. The enrolment itself is tested at the database. */
async function enrolled(page: Page, key: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const { id } = await one(
    `insert into identity.phone (person_id, token_hash, pin_hash, label, expires_at)
     select id, $1, $2, 'A test', now() + interval '1 day' from identity.person where email_key = $3 returning id`,
    [createHash('sha256').update(token).digest(), await hashPassword(pin), account(key).email.toLowerCase()])
  await page.context().addCookies([{ name: '__Host-enamel-phone', value: token, url: target().origin, secure: true, httpOnly: true, sameSite: 'Lax' }])
  return id
}

test('who has only her phone finds its digits wherever she is told to sign in, and after signing out', async ({ page }) => {
  const id = await enrolled(page, 'katherine')
  await page.goto('/hats')
  await page.waitForURL(/\/sign-in/)
  await expect(page.getByRole('heading', { level: 1, name: 'Hello, Katherine' })).toBeVisible()
  await expect(page.getByLabel('E-mail address')).toBeHidden()
  await fitsSideways(page, 'sign in on a phone')
  await page.getByLabel('Your six digits').fill(pin)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.waitForURL(/\/hats/)

  await page.goto('/signed-out')
  await page.getByRole('link', { name: 'Open again with your six digits' }).click()
  await expect(page.getByLabel('Your six digits')).toBeVisible()
  // The other ways are there for whoever it is instead.
  await page.getByText('Sign in another way').click()
  await expect(page.getByLabel('E-mail address')).toBeVisible()
  await sql('delete from identity.session where phone_id = $1', [id])
  await sql('delete from identity.phone where id = $1', [id])
})
