import { createHash, randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { get } from 'node:https'
import { type BrowserContext, type Page, expect } from '@playwright/test'
import { generateSync } from 'otplib'
import pg from 'pg'
import { type DemoAccount, demoAccounts, otherAccounts } from '@/db/seed/accounts'
import { target } from '../setup/target'

export const phone = { width: 360, height: 740 }
export const desk = { width: 1280, height: 800 }

// Idle connections must not keep a finished worker alive.
const pool = new pg.Pool({ connectionString: target().superuserUrl, max: 2, allowExitOnIdle: true })
// A test that takes the database away ends these too.
pool.on('error', () => {})

/** Asks the database over everybody's head: for ids, and to see what was written. */
export async function sql<Row extends object = { id: string }>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await pool.query(text, values)).rows as Row[]
}

/** The only row. @throws if there is another number of them */
export async function one<Row extends object = { id: string }>(text: string, values: unknown[] = []): Promise<Row> {
  const rows = await sql<Row>(text, values)
  if (rows.length !== 1 || !rows[0]) throw new Error(`${rows.length} rows instead of one: ${text}`)
  return rows[0]
}

export function account(key: string): DemoAccount {
  const found = [...demoAccounts, ...otherAccounts].find((one) => one.key === key)
  if (!found) throw new Error(`nobody in the story is called ${key}`)
  return found
}

/** A session as after a sign-in with two factors, laid under this browser. The sign-in itself is tested elsewhere. */
export async function enter(where: BrowserContext | Page, key: string, { steppedUp = false, locked = false }: { steppedUp?: boolean; locked?: boolean } = {}): Promise<{ session: string; token: string }> {
  const token = randomBytes(32).toString('base64url')
  const { id } = await one(
    `insert into identity.session (token_hash, person_id, person_epoch, assurance, method, device, expires_at, step_up_until, locked_at)
     select $1, id, epoch, 2, 'test', 'A test', now() + interval '2 hours', case when $3 then now() + interval '10 minutes' end, case when $4 then now() end
       from identity.person where email_key = $2 returning id`,
    [createHash('sha256').update(token).digest(), account(key).email.toLowerCase(), steppedUp, locked])
  const context = 'context' in where ? where.context() : where
  await context.addCookies([{ name: '__Host-enamel-session', value: token, url: target().origin, secure: true, httpOnly: true, sameSite: 'Lax' }])
  return { session: id, token }
}

const lastStep = new Map<string, number>()

/** The code of an authenticator. A step is good once, so a second sign-in within it shows the next one. */
export function codeOf({ key, totpSecret }: DemoAccount): string {
  if (!totpSecret) throw new Error(`${key} has no authenticator`)
  const step = Math.max(Math.floor(Date.now() / 30_000), (lastStep.get(key) ?? 0) + 1)
  lastStep.set(key, step)
  return generateSync({ secret: totpSecret, epoch: step * 30 })
}

/** Signs in as anybody does, to wherever that leads. */
export async function signIn(page: Page, who: DemoAccount): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill(who.email)
  await page.getByLabel('Password', { exact: true }).fill(who.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  if (!page.url().includes('/second-factor')) return
  await page.getByLabel('Six-digit code').fill(codeOf(who))
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer }

/** Asks for an address with a session's token or with none, and follows nothing. */
export async function knock(address: string, token?: string): Promise<Answer> {
  const { origin, ca } = target()
  return await new Promise((resolve, reject) => {
    get(new URL(address, origin), { ca, headers: token ? { cookie: `__Host-enamel-session=${token}` } : {} }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }))
    }).on('error', reject)
  })
}

/** The portal hat over somebody's own record. */
export async function ownHat(key: string): Promise<{ hat: string; patient: string; practice: string }> {
  return await one(
    `select a.id as hat, a.patient_id as patient, a.practice_id as practice from portal_access a join identity.person p on p.id = a.person_id
      where p.email_key = $1 and a.relation = 'self' and a.until_at is null limit 1`, [account(key).email.toLowerCase()])
}

/** The practice somebody works in. */
export async function workplace(key: string): Promise<{ practice: string; member: string }> {
  return await one(
    `select m.practice_id as practice, m.id as member from membership m join identity.person p on p.id = m.person_id
      where p.email_key = $1 and m.until_at is null limit 1`, [account(key).email.toLowerCase()])
}

/** Fails if the page can be pushed sideways. */
export async function fitsSideways(page: Page, where: string): Promise<void> {
  const { wide, inside } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, inside: document.documentElement.clientWidth }))
  expect.soft(wide, `${where}: wider than the screen`).toBeLessThanOrEqual(inside)
}
