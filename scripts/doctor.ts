import { accessSync, constants, statSync } from 'node:fs'
import { connect } from 'node:net'
import { scannerAddress, tellsItsLimits } from '@/lib/platform/clamd'
import type { Env } from '@/lib/platform/env'
import { builtFrom } from './lib/build'
import { main } from './lib/lifetime'
import { loadDotEnv, productionEnv } from './lib/refuse-env'
import { requireRuntimeRole } from './lib/runtime-role'
import { requireStore } from './lib/store'

// Everything `npm start` would stumble over, asked without starting anything.
await main(async () => {
  loadDotEnv()
  let sick = 0
  const ask = async (what: string, question: () => unknown) => {
    try {
      const answer = await question()
      console.log(`  well  ${what}${typeof answer === 'string' ? `: ${answer}` : ''}`)
    } catch (error) {
      sick++
      console.log(`  SICK  ${what}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  await ask('Node', () => process.version)
  await ask('build', () => {
    const built = builtFrom(process.env.ENAMEL_DIST_DIR || '.next')
    if (built !== 'these sources') throw new Error(`made from ${built}; run npm run build`)
  })
  let env: Env | undefined
  await ask('environment', () => {
    env = productionEnv(process.env)
  })
  if (!env) return 1
  const { DATABASE_URL, ENAMEL_STORE_DIR, SMTP_URL = '' } = env
  await ask('database and its role', () => requireRuntimeRole(DATABASE_URL))
  await ask('store', () => checkStore(ENAMEL_STORE_DIR))
  await ask('mail server', () => reach(SMTP_URL))
  await ask('virus scanner', checkScanner)
  return sick === 0 ? 0 : 1
})

async function checkStore(folder: string): Promise<void> {
  const found = statSync(folder)
  if (!found.isDirectory()) throw new Error('is no folder')
  accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) throw new Error('others than this user may look into it; chmod 700')
  await requireStore(folder)
}

/** None is well, and said; one that is named must answer, and say what it leaves out. */
async function checkScanner(): Promise<string> {
  const at = scannerAddress()
  if (!at) return 'none is named (CLAMD_HOST, CLAMD_SOCKET): files are ready as they arrive, looked through by nobody'
  const tells = await tellsItsLimits(at)
  if (tells === null) throw new Error('does not answer; files wait until it does')
  if (!tells) throw new Error('does not say what it leaves out; set AlertExceedsMax yes in clamd.conf. Until then every file is held')
  return 'answers, and says what it leaves out'
}

async function reach(url: string): Promise<void> {
  const { hostname, port, protocol } = new URL(url)
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port || (protocol === 'smtps:' ? 465 : 587)), timeout: 5000 })
    socket.once('connect', () => resolve(socket.destroy() && undefined))
    socket.once('timeout', () => reject(new Error('does not answer')))
    socket.once('error', (error) => reject(error))
  })
}
