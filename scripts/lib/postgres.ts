import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { watchOver } from './child'
import { Refusal, onStop } from './lifetime'
import { bornAt, isAlive, tryLock } from './lock'
import { stateDir, stateFolder } from './paths'
import { type Home, findHome, handTo } from './postgres-home'

export type Postgres = {
  port: number
  /** The owner of the database `enamel`: not a superuser, may create roles and databases. */
  ownerUrl: string
  /** The server's own role; the migration creates it with `runtimePassword`. */
  runtimeUrl: string
  superuserUrl: string
  runtimePassword: string
  /** The same two roles on another database of this cluster. */
  urls: (database: string) => { ownerUrl: string; runtimeUrl: string; superuserUrl: string }
  /** Drops `database` with its connections, if there, and makes it anew, empty or as a copy of `template`. */
  recreate: (database: string, template?: string) => Promise<void>
  /** Stops the server at once, without a goodbye to anybody; what is given back starts it again, in the same place. */
  crash: () => Promise<() => Promise<void>>
  stop: () => Promise<void>
}

export type StartOptions = {
  /** Names the cluster within this checkout; a persistent one runs once at a time. */
  name: string
  /** Throw away what the cluster holds. */
  fresh?: boolean
  /** A cluster of this process alone, without durability, removed at its end. */
  ephemeral?: boolean
}

type Secrets = { superuser: string; owner: string; runtime: string }

/**
 * Starts a PostgreSQL 18 of this checkout's own on a free loopback port.
 * @throws Refusal if the named cluster already runs here.
 */
export async function start({ name, fresh = false, ephemeral = false }: StartOptions): Promise<Postgres> {
  stateFolder()
  const home = findHome()
  const clusters = join(home.dir, 'pg')
  mkdirSync(clusters, { recursive: true, mode: 0o711 })
  sweep(clusters)

  const cluster = ephemeral ? `${name}.${process.pid}.${bornAt(process.pid) || '0'}.${randomBytes(3).toString('hex')}` : name
  const data = join(clusters, cluster)
  // An ephemeral cluster's name is nobody else's.
  const lock = ephemeral ? { release: () => {} } : tryLock(join(stateDir, `pg-${cluster}.lock`))
  if ('holder' in lock) {
    throw new Refusal(`The embedded database "${name}" of this checkout is in use by process ${lock.holder.pid}. End that first (Ctrl-C in its terminal).`)
  }
  await endOrphan(data)
  if (fresh) rmSync(data, { recursive: true, force: true })

  const secretsFile = join(stateDir, `pg-${name}.json`)
  const isNew = !existsSync(join(data, 'PG_VERSION'))
  const secrets = ephemeral || isNew ? newSecrets() : readSecrets(secretsFile, name)
  if (isNew) {
    // Kept before the cluster exists: a kill in between leaves a password without a cluster, never the reverse.
    if (!ephemeral) writeFileSync(secretsFile, JSON.stringify(secrets), { mode: 0o600 })
    initialise(home, data, secrets, ephemeral)
  } else handTo(data, home.identity)

  const log = ephemeral ? join(data, 'server.log') : join(stateDir, `pg-${name}.log`)
  let running = await launch(home, data, log, ephemeral, secrets)
  const { port } = running

  const urls = (database: string) => {
    const url = (user: string, password: string) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`
    return {
      ownerUrl: url('enamel_owner', secrets.owner),
      runtimeUrl: url('enamel_runtime', secrets.runtime),
      superuserUrl: url('enamel_boot', secrets.superuser),
    }
  }
  const watch = ({ server }: Running) => {
    const removal = ephemeral ? `; i=0; while kill -0 ${server.pid} && [ $i -lt 100 ]; do sleep 0.1; i=$((i+1)); done; rm -rf '${data}'` : ''
    return watchOver(`[ "$(head -n 1 '${data}/postmaster.pid')" = ${server.pid} ] && kill -INT ${server.pid}${removal}`)
  }
  let unwatch = watch(running)
  const crash = async () => {
    running.server.kill('SIGQUIT')
    await running.exited
    unwatch()
    return async () => {
      running = await launch(home, data, log, ephemeral, secrets, port)
      unwatch = watch(running)
    }
  }
  let stopped: Promise<void> | undefined
  const stop = () =>
    (stopped ??= (async () => {
      const { server, exited } = running
      server.kill('SIGINT')
      const force = setTimeout(() => server.kill('SIGQUIT'), 15_000)
      await exited
      clearTimeout(force)
      unwatch()
      if (ephemeral) rmSync(data, { recursive: true, force: true })
      lock.release()
    })())
  onStop(stop)

  await prepare(urls('postgres').superuserUrl, secrets.owner)
  const recreate = (database: string, template?: string) => recreateDatabase(urls('postgres').superuserUrl, database, template)
  return { port, ...urls('enamel'), runtimePassword: secrets.runtime, urls, recreate, crash, stop }
}

function newSecrets(): Secrets {
  const secret = () => randomBytes(24).toString('base64url')
  return { superuser: secret(), owner: secret(), runtime: secret() }
}

function readSecrets(file: string, name: string): Secrets {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets
  } catch {
    throw new Refusal(`The passwords of the embedded database "${name}" are gone (${file}). Its data cannot be opened: begin anew with -- --fresh.`)
  }
}

/** Removes what killed processes left of their ephemeral clusters. */
function sweep(clusters: string): void {
  for (const name of readdirSync(clusters)) {
    const [, pid, born] = name.split('.')
    if (!pid || (isAlive(Number(pid)) && (born === '0' || bornAt(Number(pid)) === born))) continue
    const server = serverPid(join(clusters, name))
    if (server) process.kill(server, 'SIGKILL')
    rmSync(join(clusters, name), { recursive: true, force: true, maxRetries: 3 })
  }
}

/** The server living on this data directory, if one does. The number alone proves nothing: numbers return. */
function serverPid(data: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
    if (!pid || !isAlive(pid)) return undefined
    const command = existsSync('/proc/self/cmdline')
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout
    return command.includes(data) ? pid : undefined
  } catch {
    return undefined
  }
}

/** Ends a server whose starter was killed, and clears a lock file that names a process which is none. */
async function endOrphan(data: string): Promise<void> {
  const pid = serverPid(data)
  if (pid) {
    process.kill(pid, 'SIGINT')
    for (let i = 0; i < 150 && isAlive(pid); i++) await sleep(100)
    if (isAlive(pid)) process.kill(pid, 'SIGKILL')
    for (let i = 0; i < 50 && isAlive(pid); i++) await sleep(100)
  }
  rmSync(join(data, 'postmaster.pid'), { force: true })
}

function initialise(home: Home, data: string, secrets: Secrets, ephemeral: boolean): void {
  // Made aside and renamed: a kill in the middle never leaves half a cluster under the real name.
  const draft = `${data}.${process.pid}.${bornAt(process.pid) || '0'}.new`
  const passwordFile = `${draft}.password`
  rmSync(draft, { recursive: true, force: true })
  rmSync(data, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(passwordFile, secrets.superuser, { mode: 0o600 })
  handTo(draft, home.identity)
  handTo(passwordFile, home.identity)
  const args = [
    '-D', draft, '-U', 'enamel_boot', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8',
    '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions',
    ...(ephemeral ? ['--no-sync'] : []),
  ]
  const result = spawnSync(join(home.bin, 'initdb'), args, { cwd: '/', encoding: 'utf8', env: plainEnv(), ...home.identity })
  rmSync(passwordFile, { force: true })
  if (result.status !== 0) {
    rmSync(draft, { recursive: true, force: true })
    throw new Error(`initdb did not succeed: ${result.error?.message ?? result.stderr}`)
  }
  renameSync(draft, data)
}

/** No PG* variable of the person's shell may steer the server. */
function plainEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', NODE_ENV: process.env.NODE_ENV }
}

type Running = { server: ChildProcess; port: number; exited: Promise<void> }

async function launch(home: Home, data: string, log: string, ephemeral: boolean, secrets: Secrets, fixedPort?: number): Promise<Running> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const port = fixedPort ?? await freePort()
    const settings = {
      listen_addresses: '127.0.0.1', port, unix_socket_directories: '', max_connections: 200, timezone: 'UTC', log_timezone: 'UTC',
      shared_buffers: '128MB', max_wal_size: '512MB', jit: 'off', huge_pages: 'off', log_min_messages: 'warning',
      // A failing statement's values are people's data: they stay out of the log.
      log_min_error_statement: 'panic', log_parameter_max_length_on_error: 0, log_error_verbosity: 'terse',
      ...(ephemeral ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : { fsync: 'on' }),
    }
    const args = ['-D', data, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])]
    const output = openSync(log, 'w', 0o600)
    const server = spawn(join(home.bin, 'postgres'), args, {
      cwd: '/', detached: true, stdio: ['ignore', output, output], env: plainEnv(), ...home.identity,
    })
    closeSync(output)
    const exited = new Promise<void>((resolve) => void server.once('exit', () => resolve()))
    if (await answers(server, port, secrets.superuser, deadline)) return { server, port, exited }
    server.kill('SIGKILL')
    const said = readFileSync(log, 'utf8')
    // Somebody took the port first, or the last server's children are still on their way out: both pass.
    const passes = /Address already in use|could not create any TCP|shared memory block|lock file "postmaster.pid"/.test(said)
    if (!passes || Date.now() > deadline) throw new Error(`PostgreSQL does not start:\n${said.slice(-2000)}`)
    await sleep(500)
  }
}

/** Waits until the server takes a connection; false if it ends instead. */
async function answers(server: ChildProcess, port: number, password: string, deadline: number): Promise<boolean> {
  const ended = new AbortController()
  server.once('exit', () => ended.abort())
  server.once('error', () => ended.abort())
  while (!ended.signal.aborted && Date.now() < deadline) {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'enamel_boot', password, database: 'postgres', connectionTimeoutMillis: 5000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return true
    } catch {
      await sleep(40)
    }
  }
  return false
}

/** A loopback port nobody uses now. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Owner role and database, as an administrator would make them: enough to migrate, and no superuser. */
async function prepare(superuserUrl: string, password: string): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    const { rows } = await client.query("select 1 from pg_database where datname = 'enamel'")
    if (rows.length > 0) return
    const { rows: roles } = await client.query("select 1 from pg_roles where rolname = 'enamel_owner'")
    if (roles.length === 0) {
      await client.query(`create role enamel_owner login createrole createdb password ${client.escapeLiteral(password)}`)
    }
    await client.query('create database enamel owner enamel_owner')
  })
}

/** Dropped by the superuser: the owner may not end what the server itself is doing there, such as an autovacuum. */
async function recreateDatabase(superuserUrl: string, database: string, template?: string): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    const name = client.escapeIdentifier(database)
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name} owner enamel_owner${template ? ` template ${client.escapeIdentifier(template)} strategy file_copy` : ''}`)
  })
}

/** Runs `body` on one connection and closes it. */
export async function withClient<T>(url: string, body: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return await body(client)
  } finally {
    await client.end()
  }
}
