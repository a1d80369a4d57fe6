import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { EnvError, readOwnerUrl } from '@/lib/platform/env'
import { Refusal, main } from './lib/lifetime'
import { loadDotEnv, productionEnv } from './lib/refuse-env'

const commands = {
  // Once, before the first start: makes the folder of ENAMEL_STORE_DIR a store.
  'prepare-store': {},
  'create-practice': { name: 'Name of the practice', 'time-zone': 'Its time zone (such as America/Chicago)', 'owner-name': "The owner's name", 'owner-email': "The owner's e-mail" },
  'create-responder': { name: "The responder's name", email: "The responder's e-mail" },
  // For an owner or responder whom nobody is left to vouch for: whoever runs this answers for who it is.
  'restore-person': { email: 'The e-mail of the account' },
} as const
type Command = keyof typeof commands

await main(async () => {
  const [given = '', ...rest] = process.argv.slice(2)
  if (!(given in commands)) {
    throw new Refusal(`npm run admin -- ${Object.entries(commands).map(([name, fields]) => `${name} ${Object.keys(fields).map((field) => `--${field} …`).join(' ')}`).join('\nnpm run admin -- ')}`)
  }
  loadDotEnv()
  if (given === 'prepare-store') return await prepareStore()
  const ownerUrl = owner()
  productionEnv(process.env)
  Object.assign(process.env, { NODE_ENV: 'production', DATABASE_OWNER_URL: '' })
  const answers = await ask(given as Command, rest)
  const { link, expiresAt } = await perform(given as Command, ownerUrl, (name) => answers[name] ?? '')
  console.log(`\nA link that works once, until ${expiresAt.toISOString()}. Whoever opens it first has the account: hand it over privately.\n\n  ${link}\n`)
})

/** Prepared again, a store keeps what it holds. */
async function prepareStore(): Promise<void> {
  const { ENAMEL_STORE_DIR } = productionEnv(process.env)
  const { prepareLocalDisk } = await import('@/lib/platform/storage/local-disk')
  await prepareLocalDisk(ENAMEL_STORE_DIR)
  console.log(`\nDocuments will rest in ${ENAMEL_STORE_DIR}, encrypted.\n`)
}

async function perform(command: Command, ownerUrl: string, field: (name: string) => string): Promise<{ link: string; expiresAt: Date }> {
  const { AdminError, createPractice, createResponder, restorePerson } = await import('@/lib/auth/admin')
  try {
    if (command === 'create-responder') return await createResponder({ ownerUrl, name: field('name'), email: field('email') })
    if (command === 'restore-person') return await restorePerson({ ownerUrl, email: field('email') })
    return await createPractice({
      ownerUrl, name: field('name'), timeZone: field('time-zone'), ownerName: field('owner-name'), ownerEmail: field('owner-email'),
    })
  } catch (error) {
    throw error instanceof AdminError ? new Refusal(error.message) : error
  }
}

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
