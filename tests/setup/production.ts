import { randomBytes } from 'node:crypto'
import { closeSync, cpSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { build } from '@/scripts/lib/build'
import { type Child, startChild } from '@/scripts/lib/child'
import { closedEnv } from '@/scripts/lib/demo-env'
import { onStop } from '@/scripts/lib/lifetime'
import { root, stateFolder } from '@/scripts/lib/paths'
import { type Postgres, freePort, start } from '@/scripts/lib/postgres'
import { isTold, tellStory } from '@/scripts/lib/story'
import { makeAuthority } from './authority'
import { receiveMail } from './mailbox'
import type { Target } from './target'
import { terminateTls } from './terminator'

export const testDistDir = '.next-test'

type Installation = { postgres: Postgres; env: Record<string, string>; port: number; folder: string; file: string; server?: Child }

let standing: Promise<Installation> | undefined

/**
 * A whole production installation at the beginning of its story: its own PostgreSQL, `npm start` on a build of its own,
 * a mail server and a TLS proxy with a test authority. Called again in the same process, it returns to that beginning
 * in seconds. Everything ends with the process, or earlier by `stopAll`.
 * `worker: 'separate'` leaves jobs undone, for tests that compare the whole database before and after a request.
 * @returns the path of the file that describes it, for ENAMEL_TARGET
 */
export async function startProduction({ worker = 'inline' }: { worker?: 'inline' | 'separate' } = {}): Promise<string> {
  const isNew = standing === undefined
  const installation = await (standing ??= install())
  const { postgres, env, port, folder, file } = installation
  const store = env.ENAMEL_STORE_DIR ?? ''
  const first = join(folder, 'first-store')
  if (isNew) {
    await postgres.recreate('enamel_first', 'enamel')
    cpSync(store, first, { recursive: true })
  } else {
    await installation.server?.stop()
    await postgres.recreate('enamel', 'enamel_first')
    rmSync(store, { recursive: true, force: true })
    cpSync(first, store, { recursive: true })
  }
  installation.server = await serve({ ...env, ENAMEL_WORKER: worker, ENAMEL_DIST_DIR: testDistDir }, port, join(folder, 'server.log'))
  const described = JSON.parse(readFileSync(file, 'utf8')) as Target
  writeFileSync(file, JSON.stringify({ ...described, serverPid: installation.server.pid }), { mode: 0o600 })
  return file
}

async function install(): Promise<Installation> {
  const folder = stateFolder('test', `${process.pid}.${randomBytes(3).toString('hex')}`)
  onStop(() => rmSync(folder, { recursive: true, force: true }))
  const storeDir = join(folder, 'store')
  const mailDir = join(folder, 'mail')
  mkdirSync(storeDir, { mode: 0o700 })

  await build({ distDir: testDistDir, quiet: true })
  const authority = await makeAuthority()
  const [postgres, mail, port] = await Promise.all([start({ name: 'test', ephemeral: true }), receiveMail(mailDir), freePort()])
  const proxy = await terminateTls(authority, port)
  onStop(proxy.close)
  onStop(mail.close)

  const { ownerUrl, runtimeUrl, superuserUrl, runtimePassword } = postgres
  const origin = `https://localhost:${proxy.port}`
  const key = () => randomBytes(32).toString('base64url')
  const env = {
    NODE_ENV: 'production',
    ENAMEL_ORIGIN: origin,
    DATABASE_URL: runtimeUrl,
    ENAMEL_SECRET: key(),
    ENAMEL_ROOT_KEYS: `1:${key()}`,
    ENAMEL_LINK_KEYS: `1:${key()}`,
    ENAMEL_STORE_DIR: storeDir,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Enamel <no-reply@enamel.example>',
    TRUSTED_PROXY: '127.0.0.1',
    PORT: String(port),
  }
  await tellStory({ ownerUrl, runtimeUrl, runtimePassword, env })
  if (!(await isTold(ownerUrl))) throw new Error('the story was not told')

  const described: Target = {
    origin, ca: authority.ca, spki: authority.spki, behind: `http://127.0.0.1:${port}`,
    ownerUrl, runtimeUrl, superuserUrl, storeDir, mailDir, serverLog: join(folder, 'server.log'),
  }
  const file = join(folder, 'target.json')
  writeFileSync(file, JSON.stringify(described), { mode: 0o600 })
  return { postgres, env, port, folder, file }
}

/** The real `npm start`, its refusals included. */
async function serve(env: Record<string, string>, port: number, log: string): Promise<Child> {
  const output = openSync(log, 'w', 0o600)
  const tsx = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href
  const server = startChild(process.execPath, ['--conditions=react-server', `--import=${tsx}`, join(root, 'scripts', 'start.ts')], {
    cwd: root, stdio: ['ignore', output, output], env: closedEnv(env),
  })
  closeSync(output)
  await answering(server, port, log)
  return server
}

async function answering(server: Child, port: number, log: string): Promise<void> {
  const ended = new AbortController()
  void server.exited.then(() => ended.abort())
  for (let i = 0; i < 300 && !ended.signal.aborted; i++) {
    const answered = await new Promise((resolve) => {
      get({ host: '127.0.0.1', port, path: '/', timeout: 10_000 }, (response) => resolve(response.resume())).on('error', () => resolve(undefined))
    })
    if (answered) return
    await sleep(100)
  }
  throw new Error(`the production server does not answer:\n${readFileSync(log, 'utf8').slice(-4000)}`)
}
