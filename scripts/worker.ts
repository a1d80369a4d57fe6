import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal, main, onStop } from './lib/lifetime'
import { root } from './lib/paths'
import { loadDotEnv, productionEnv } from './lib/refuse-env'
import { requireRuntimeRole } from './lib/runtime-role'

type Jobs = { runWorker: () => Promise<{ stop: () => Promise<void>; ended: Promise<void> }> }

// Jobs in a process of their own, for servers that run with ENAMEL_WORKER=separate. Any number may run.
await main(async () => {
  loadDotEnv()
  const env = productionEnv(process.env)
  Object.assign(process.env, { NODE_ENV: 'production', DATABASE_OWNER_URL: '' })
  await requireRuntimeRole(env.DATABASE_URL)
  const file = join(root, 'lib', 'platform', 'jobs.ts')
  if (!existsSync(file)) throw new Refusal('There are no jobs to run.')
  const { runWorker } = (await import(file)) as Jobs
  const worker = await runWorker()
  onStop(() => worker.stop())
  await worker.ended
})
