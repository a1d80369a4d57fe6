import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { EnvError, readOwnerUrl } from '@/lib/platform/env'
import { Refusal, main } from './lib/lifetime'
import { root } from './lib/paths'
import { loadDotEnv, productionEnv } from './lib/refuse-env'

/** What lib/auth/admin.ts offers. Each answers with a link that makes an account once, and what is left of its life. */
type Admin = {
  createPractice: (input: { ownerUrl: string; name: string; timeZone: string; ownerName: string; ownerEmail: string }) => Promise<Invited>
  createResponder: (input: { ownerUrl: string; name: string; email: string }) => Promise<Invited>
}
type Invited = { link: string; expiresAt: Date }

const commands = {
  'create-practice': { name: 'Name of the practice', 'time-zone': 'Its time zone (such as America/Chicago)', 'owner-name': "The owner's name", 'owner-email': "The owner's e-mail" },
  'create-responder': { name: "The responder's name", email: "The responder's e-mail" },
} as const
type Command = keyof typeof commands

await main(async () => {
  const [given = '', ...rest] = process.argv.slice(2)
  if (!(given in commands)) {
    throw new Refusal(`npm run admin -- ${Object.entries(commands).map(([name, fields]) => `${name} ${Object.keys(fields).map((field) => `--${field} …`).join(' ')}`).join('\nnpm run admin -- ')}`)
  }
  loadDotEnv()
  const ownerUrl = owner()
  productionEnv(process.env)
  Object.assign(process.env, { NODE_ENV: 'production', DATABASE_OWNER_URL: '' })
  const file = join(root, 'lib', 'auth', 'admin.ts')
  if (!existsSync(file)) throw new Refusal('lib/auth/admin.ts is not there.')
  const admin = (await import(file)) as Admin
  const answers = await ask(given as Command, rest)
  const field = (name: string) => answers[name] ?? ''
  const { link, expiresAt } =
    given === 'create-practice'
      ? await admin.createPractice({
          ownerUrl, name: field('name'), timeZone: field('time-zone'), ownerName: field('owner-name'), ownerEmail: field('owner-email'),
        })
      : await admin.createResponder({ ownerUrl, name: field('name'), email: field('email') })
  console.log(`\nAn invitation that works once, until ${expiresAt.toISOString()}. Whoever opens it first has the account: hand it over privately.\n\n  ${link}\n`)
})

function owner(): string {
  try {
    return readOwnerUrl(process.env)
  } catch (error) {
    throw error instanceof EnvError ? new Refusal(error.message) : error
  }
}

/** Options from the command line, and the rest from the person at the terminal. */
async function ask(command: Command, args: string[]): Promise<Record<string, string>> {
  const fields = commands[command]
  const options = Object.fromEntries(Object.keys(fields).map((name) => [name, { type: 'string' as const }]))
  const values = parse(args, options)
  const missing = Object.entries(fields).filter(([name]) => !values[name]?.trim())
  if (missing.length > 0 && !process.stdin.isTTY) throw new Refusal(`Missing: ${missing.map(([name]) => `--${name}`).join(', ')}`)
  const terminal = missing.length > 0 ? createInterface({ input: process.stdin, output: process.stdout }) : undefined
  for (const [name, question] of missing) {
    while (!values[name]?.trim()) values[name] = (await terminal?.question(`${question}: `)) ?? ''
  }
  terminal?.close()
  return values
}

function parse(args: string[], options: Record<string, { type: 'string' }>): Record<string, string> {
  try {
    return parseArgs({ args, options, strict: true }).values as Record<string, string>
  } catch (error) {
    throw new Refusal((error as Error).message)
  }
}
