import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child'
import { root, stateFolder } from './paths'
import { say } from './say'

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable']

/** A browser that really starts, installing one if none does; undefined if there is none to be had. */
export async function findChromium(): Promise<string | undefined> {
  const found = await present()
  if (found) return found
  say('No Chromium here; fetching one …')
  for (const fetch of [fromDebian, fromPlaywright, fromNpm]) {
    const path = await fetch()
    if (path && starts(path)) {
      say(`Chromium: ${path}`)
      return path
    }
  }
  return undefined
}

async function present(): Promise<string | undefined> {
  const { chromium } = await import('@playwright/test')
  const candidates = [process.env.ENAMEL_CHROMIUM ?? '', ...usual, chromium.executablePath(), npmCopy()]
  return candidates.find((path) => path && existsSync(path) && starts(path))
}

/** Being there is not enough: one without its libraries, or a snap's stub, does not start. */
function starts(path: string): boolean {
  const { status } = spawnSync(path, ['--version'], { timeout: 30_000, stdio: 'ignore' })
  return status === 0
}

async function fromDebian(): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined
  say('Asking Debian for its chromium (apt-get install) …')
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[] }
  await run('apt-get', ['update', '-qq'], options)
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], options)
  return usual.find((path) => existsSync(path))
}

async function fromPlaywright(): Promise<string | undefined> {
  say("Asking Playwright's servers for a chromium …")
  await run(process.execPath, [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium', '--no-shell'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const { chromium } = await import('@playwright/test')
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined
}

function npmCopy(): string {
  return join(stateFolder('chromium'), 'bin', 'chromium')
}

/** A compressed build that lives in the npm registry; x64 alone, and it still wants the machine's libnss3. */
async function fromNpm(): Promise<string | undefined> {
  const folder = stateFolder('chromium')
  say('Asking the npm registry for a compressed chromium …')
  const code = await run('npm', ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '@sparticuz/chromium@153.0.0'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (code !== 0) return undefined
  const unpack = `
    const { createRequire } = await import('node:module')
    const { pathToFileURL } = await import('node:url')
    const found = createRequire(${JSON.stringify(join(folder, 'x.js'))}).resolve('@sparticuz/chromium')
    const { default: chromium } = await import(pathToFileURL(found).href)
    const { mkdirSync, renameSync, cpSync, rmSync } = await import('node:fs')
    const from = await chromium.executablePath()
    mkdirSync(${JSON.stringify(join(folder, 'bin'))}, { recursive: true })
    cpSync(from, ${JSON.stringify(npmCopy())})
    rmSync(from, { force: true })`
  await run(process.execPath, ['--input-type=module', '-e', unpack], { env: { ...process.env, TMPDIR: folder } })
  return existsSync(npmCopy()) ? npmCopy() : undefined
}
