import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { demoSecrets } from './demo-env'
import { Refusal } from './lifetime'
import { stateFolder } from './paths'
import { start } from './postgres'
import { say, step } from './say'
import { type Stage, isTold, setStage, tellStory } from './story'

type Options = { name: string; port: number; lan: boolean; fresh: boolean }

/** Options of `npm run demo` and `npm run dev`. @throws Refusal on one that is not there */
export function demoOptions(name: string): Options {
  const given = process.argv.slice(2)
  const strange = given.filter((option) => option !== '--fresh' && option !== '--lan')
  if (strange.length > 0) throw new Refusal(`There is no option ${strange.join(' ')}. Known: --fresh, --lan.`)
  const port = Number(process.env.PORT || 3000)
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Refusal('PORT must be a number from 1 to 65535.')
  return { name, port, lan: given.includes('--lan'), fresh: given.includes('--fresh') }
}

/**
 * A database with the story in it, and the whole environment of a demo server on it.
 * @param superuser is told the superuser's address of the embedded database; the server never learns it
 */
export async function makeStage({ name, port, lan, fresh }: Options, superuser?: (url: string) => void): Promise<Record<string, string>> {
  const host = lan ? '0.0.0.0' : '127.0.0.1'
  await requirePort(host, port)
  const address = lan ? lanAddress() : 'localhost'
  const external = process.env.DATABASE_URL
  const folder = stateFolder(external ? `${name}-${createHash('sha256').update(external).digest('hex').slice(0, 8)}` : name)
  const store = join(folder, 'store')
  mkdirSync(store, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const env: Record<string, string> = {
    ...demoSecrets(),
    ENAMEL_DEMO: '1',
    ENAMEL_ORIGIN: `http://${address}:${port}`,
    ENAMEL_HOST: host,
    ENAMEL_STORE_DIR: store,
    PORT: String(port),
  }
  if (external) {
    const stage = await externalStage(external, env, fresh)
    await step('Preparing your PostgreSQL', () => tellStory(stage))
    return { ...env, DATABASE_URL: external }
  }
  const postgres = await step('Starting the embedded PostgreSQL 18', () => start({ name }))
  const stage: Stage = {
    ownerUrl: postgres.ownerUrl,
    runtimeUrl: postgres.runtimeUrl,
    runtimePassword: postgres.runtimePassword,
    env: { ...env, DATABASE_URL: postgres.runtimeUrl },
  }
  await setStage(postgres, stage, folder, fresh)
  superuser?.(postgres.superuserUrl)
  return stage.env
}

async function externalStage(runtimeUrl: string, env: Record<string, string>, fresh: boolean): Promise<Stage> {
  const ownerUrl = process.env.DATABASE_OWNER_URL
  if (!ownerUrl) throw new Refusal('DATABASE_URL is set: set DATABASE_OWNER_URL too, or neither to use the embedded database.')
  if (fresh && (await isTold(ownerUrl))) {
    throw new Refusal('--fresh will not empty a database that is not ours. Drop and create it yourself, then start again.')
  }
  const { username, password } = new URL(runtimeUrl)
  const ours = username === 'enamel_runtime' && password
  return { ownerUrl, runtimeUrl, ...(ours ? { runtimePassword: decodeURIComponent(password) } : {}), env: { ...env, DATABASE_URL: runtimeUrl } }
}

async function requirePort(host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', () => reject(new Refusal(`Port ${port} is in use. Take another: PORT=${port + 1} npm run demo`)))
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

/** This machine's address in its local network. @throws Refusal if it has none */
export function lanAddress(): string {
  const found = Object.values(networkInterfaces()).flat().find((entry) => entry && entry.family === 'IPv4' && !entry.internal)
  if (!found) throw new Refusal('This machine has no address in a local network, so --lan has nowhere to open to.')
  return found.address
}

/** The accounts the seed made, for the terminal. */
export async function sayAccounts(): Promise<void> {
  const { demoAccounts } = await import('@/db/seed/accounts')
  const width = (key: 'name' | 'email' | 'password') => Math.max(...demoAccounts.map((account) => account[key].length))
  say('Accounts (a tap on the sign-in page enters too; second-factor codes are at /demo/authenticator):')
  for (const { name, email, password, what } of demoAccounts) {
    say(`  ${name.padEnd(width('name'))}  ${email.padEnd(width('email'))}  ${password.padEnd(width('password'))}  ${what}`)
  }
}
