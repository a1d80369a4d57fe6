import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { renderANSI, renderUnicodeCompact } from 'uqr'
import { build, nextProgram } from './lib/build'
import { type Child, startChild } from './lib/child'
import { closedEnv } from './lib/demo-env'
import { Refusal, isStopping, main, onStop } from './lib/lifetime'
import { root, stateDir } from './lib/paths'
import { elapsed, say } from './lib/say'
import { demoOptions, makeStage, sayAccounts } from './lib/stage'

await main(async () => {
  console.log("\nEnamel's demo. Everyone in it is invented.\n")
  const options = demoOptions('demo')
  // Two cores: the framework builds in its processes while the story is told in another.
  let superuserUrl = ''
  const [env] = await Promise.all([makeStage(options, (url) => (superuserUrl = url)), build({ distDir: '.next', quiet: true })])
  const log = join(stateDir, 'demo.log')
  const server = serve(env, log)
  await ready(server, options.port, log)
  if (superuserUrl) leaveAddress(env, superuserUrl)
  await tellWhere(env, options.lan, log)
  const code = await server.exited
  if (!isStopping()) throw new Refusal(`The server ended by itself (${code}):\n${readFileSync(log, 'utf8').slice(-3000)}`)
})

/** Where `npm run attack` finds the running demo. A database of one's own is not given away. */
function leaveAddress(env: Record<string, string>, superuserUrl: string): void {
  const file = join(stateDir, 'demo-target.json')
  rmSync(file, { force: true })
  writeFileSync(file, JSON.stringify({ origin: env.ENAMEL_ORIGIN, superuserUrl, storeDir: env.ENAMEL_STORE_DIR, pid: process.pid }), { mode: 0o600 })
  onStop(() => rmSync(file, { force: true }))
}

function serve(env: Record<string, string>, log: string): Child {
  const output = openSync(log, 'w', 0o600)
  const args = [nextProgram, 'start', '-H', env.ENAMEL_HOST ?? '127.0.0.1', '-p', env.PORT ?? '3000']
  const server = startChild(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', output, output],
    env: closedEnv({ ...env, NODE_ENV: 'production', ENAMEL_DIST_DIR: '.next' }),
  })
  closeSync(output)
  return server
}

async function ready(server: Child, port: number, log: string): Promise<void> {
  let ended = false
  void server.exited.then(() => (ended = true))
  for (let i = 0; i < 600; i++) {
    if (ended) throw new Refusal(`The server does not start:\n${readFileSync(log, 'utf8').slice(-3000)}`)
    if (await responds(port)) return
    await sleep(100)
  }
  throw new Refusal(`The server does not answer on port ${port}; its words are in ${log}.`)
}

async function responds(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/', timeout: 20_000 }, (response) => {
      response.resume()
      resolve(true)
    })
    request.on('error', () => resolve(false))
    request.on('timeout', () => request.destroy())
  })
}

async function tellWhere(env: Record<string, string>, lan: boolean, log: string): Promise<void> {
  const address = env.ENAMEL_ORIGIN ?? ''
  console.log()
  say(`Ready after ${elapsed()}:  ${address}`)
  console.log()
  if (lan) {
    console.log((process.stdout.isTTY ? renderANSI : renderUnicodeCompact)(address, { border: 2 }))
    say('Anyone in this network can open it, unencrypted, with the passwords below. Put nothing real into it.')
    console.log()
  }
  await sayAccounts()
  console.log()
  say('Ctrl-C ends it and keeps the data.  npm run demo -- --fresh begins the story anew.')
  say(`The server's log: ${log}`)
  console.log()
}
