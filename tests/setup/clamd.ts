import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findClamd } from '@/scripts/lib/clamd'
import { connect } from 'node:net'

/** What the suite's own signature finds, wherever it stands in a file. No virus is like it. */
export const pattern = 'ENAMEL-SUITE-INVENTED-PATTERN-7f3a'
export const signature = 'Enamel.Suite.Invented-1.UNOFFICIAL'

export type Clamd = { port: number; socket: string; stop: () => Promise<void> }

/**
 * Starts ClamAV's real daemon with a database of one signature and limits that a small file reaches. Needs no network: the
 * daemon refuses to run without signatures, and is content with ours.
 *
 * @throws when there is none on this machine and none can be installed: a suite that passes it over would prove nothing
 */
export async function startClamd({ alerts = true, streamBytes = 4 << 20, fileBytes = 1 << 20 } = {}): Promise<Clamd> {
  const program = await findClamd()
  if (!program) throw new Error('There is no clamd: install clamav-daemon (Debian, as root: apt-get install clamav-daemon), or name it in ENAMEL_CLAMD.')
  const folder = await mkdtemp(join(tmpdir(), 'enamel-clamd-'))
  const [port, socket] = [await freePort(), join(folder, 'clamd.ctl')]
  await writeFile(join(folder, 'suite.ndb'), `Enamel.Suite.Invented-1:0:*:${Buffer.from(pattern).toString('hex')}\n`)
  const settings = {
    Foreground: 'yes', DatabaseDirectory: folder, TCPSocket: port, TCPAddr: '127.0.0.1', LocalSocket: socket, TemporaryDirectory: folder,
    StreamMaxLength: streamBytes, MaxFileSize: fileBytes, MaxScanSize: streamBytes, AlertExceedsMax: alerts ? 'yes' : 'no', AlertEncrypted: 'yes', MaxThreads: 2,
    DisableCertCheck: 'yes', ConcurrentDatabaseReload: 'no',
  }
  const config = join(folder, 'clamd.conf')
  await writeFile(config, Object.entries(settings).map(([name, value]) => `${name} ${value}\n`).join(''))
  await chmod(folder, 0o777)
  // As nobody where we are root: the daemon has no business with root's rights.
  const child = spawn(program, ['--config-file', config], { stdio: ['ignore', 'pipe', 'pipe'], ...(process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}) })
  let said = ''
  child.stdout.on('data', (part: Buffer) => void (said += part.toString()))
  child.stderr.on('data', (part: Buffer) => void (said += part.toString()))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) break
    if (await answers(port)) return { port, socket, stop }
    await sleep(100)
  }
  await stop()
  throw new Error(`clamd did not start: ${said.slice(-2000)}`)
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asking = connect({ host: '127.0.0.1', port }, () => asking.write('zPING\0'))
    asking.once('data', (part: Buffer) => {
      asking.destroy()
      resolve(part.toString().startsWith('PONG'))
    })
    asking.once('error', () => resolve(false))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
