// The one entry of every npm script. It must run on any Node from 20 on, with nothing installed:
// it installs what the lockfile names if it is not there, then hands over to scripts/<command>.ts on Node 24.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'node_modules', '.enamel-stamp')
const [command = '', ...rest] = process.argv.slice(2)

// A server must never fetch code at start: these refuse where the others install.
const production = new Set(['start', 'worker', 'migrate', 'admin', 'doctor'])

process.chdir(root)
const script = join(root, 'scripts', `${command}.ts`)
if (!/^[a-z-]+$/.test(command) || !existsSync(script)) {
  const known = readdirSync(join(root, 'scripts')).filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3))
  fail(`There is no command "${command}". Known: ${known.join(', ')}.`)
}
install()
handOver()

/** @returns {never} */
function fail(message) {
  console.error(message)
  process.exit(1)
}

function digest() {
  return createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex')
}

/** Whether node_modules holds exactly what the lockfile names; npm keeps its own record of what it laid down. */
function isInstalled(withDev) {
  let wanted
  let found
  try {
    wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
    found = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages
  } catch {
    return false
  }
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || (entry.dev && !withDev)) return true
    // Packages for another platform are named by the lockfile and rightly absent.
    if (!found[path]) return Boolean(entry.optional || entry.devOptional || entry.peer)
    return found[path].version === entry.version && found[path].integrity === entry.integrity
  })
}

function install() {
  const wanted = digest()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  if (!isInstalled(!production.has(command))) {
    if (production.has(command)) fail('The dependencies are not installed. Run: npm ci --ignore-scripts')
    const release = lockInstall()
    try {
      if (!isInstalled(true)) installNow()
    } finally {
      release()
    }
  }
  try {
    writeFileSync(stamp, wanted)
  } catch {
    // A read-only installation is as good as a stamped one.
  }
}

function installNow() {
  const begun = Date.now()
  console.log('Installing the dependencies named by package-lock.json (about a minute the first time) …')
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const npm = process.env.npm_execpath
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { stdio: 'inherit' })
    : spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (result.status !== 0) fail('npm ci did not succeed; its words are above. A network to the npm registry is needed once.')
  console.log(`Installed in ${Math.round((Date.now() - begun) / 1000)} s.`)
}

/** Two commands begun at once must not both empty node_modules. */
function lockInstall() {
  const lock = join(root, '.enamel', 'install.lock')
  mkdirSync(dirname(lock), { recursive: true })
  for (let waited = 0; ; waited += 500) {
    try {
      mkdirSync(lock)
      break
    } catch {
      if (waited === 0) console.log('Another command is installing; waiting for it …')
      try {
        // An installation takes minutes at most; an older lock was left by a killed one.
        if (Date.now() - statSync(lock).mtimeMs > 15 * 60_000) rmSync(lock, { recursive: true, force: true })
      } catch {
        continue
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
    }
  }
  const release = () => rmSync(lock, { recursive: true, force: true })
  process.once('exit', release)
  return release
}

/**
 * Node 24 from the dependency that carries it, or this one if it is new enough.
 * @returns {string}
 */
function findNode() {
  const packaged = join(root, 'node_modules', `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`)
  const candidates = [
    join(packaged, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
    join(root, 'node_modules', '.bin', 'node'),
    process.execPath,
  ]
  for (const node of candidates) {
    if (node !== process.execPath && !existsSync(node)) continue
    const { stdout, status } = spawnSync(node, ['--version'], { encoding: 'utf8' })
    if (status === 0 && Number(/^v(\d+)\./.exec(stdout)?.[1]) >= 24) return node
  }
  fail(`Enamel needs Node 24; this is ${process.version}, and none came with the dependencies on this platform.`)
}

function handOver() {
  const tsx = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href
  const node = findNode()
  const child = spawn(node, ['--conditions=react-server', `--import=${tsx}`, script, ...rest], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
      NEXT_TELEMETRY_DISABLED: '1',
    },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  if (process.env.npm_lifecycle_event) {
    // npm puts a shell between itself and us, which dies of npm's signal without passing it on.
    const parent = process.ppid
    setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref()
  }
  child.on('error', (error) => fail(`${node} does not start: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 1)))
}
