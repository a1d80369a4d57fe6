import { startChild } from './lib/child'
import { nextProgram } from './lib/build'
import { closedEnv } from './lib/demo-env'
import { main } from './lib/lifetime'
import { root } from './lib/paths'
import { demoOptions, makeStage, sayAccounts } from './lib/stage'

// Hot reload on an embedded database of its own, so that a demo may run beside it.
await main(async () => {
  const options = demoOptions('dev')
  const env = await makeStage(options)
  await sayAccounts()
  const server = startChild(process.execPath, [nextProgram, 'dev', '-H', env.ENAMEL_HOST ?? '127.0.0.1', '-p', String(options.port)], {
    cwd: root,
    env: closedEnv({ ...env, NODE_ENV: 'development' }),
  })
  return await server.exited
})
