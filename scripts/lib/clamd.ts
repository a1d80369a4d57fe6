import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { run } from './child'
import { say } from './say'

const usual = ['/usr/sbin/clamd', '/usr/local/sbin/clamd', '/opt/homebrew/sbin/clamd']

/** ClamAV's daemon, for the tests that scan with the real one, installing it if there is none; undefined if there is none to be had. */
export async function findClamd(): Promise<string | undefined> {
  return present() ?? (await fromDebian())
}

function present(): string | undefined {
  return [process.env.ENAMEL_CLAMD ?? '', ...usual].find((path) => path && existsSync(path) && spawnSync(path, ['--version'], { timeout: 30_000, stdio: 'ignore' }).status === 0)
}

async function fromDebian(): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined
  say('Asking Debian for its clamd (apt-get install) …')
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[] }
  await run('apt-get', ['update', '-qq'], options)
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'clamav-daemon'], options)
  return present()
}
