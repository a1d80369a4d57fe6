import { main, onStop } from './lib/lifetime'
import { loadDotEnv, productionEnv } from './lib/refuse-env'
import { requireRuntimeRole } from './lib/runtime-role'

// Jobs in a process of their own, for servers that run with ENAMEL_WORKER=separate. Any number may run.
await main(async () => {
  loadDotEnv()
  const env = productionEnv(process.env)
  Object.assign(process.env, { NODE_ENV: 'production', DATABASE_OWNER_URL: '' })
  await requireRuntimeRole(env.DATABASE_URL)
  const { runWorker } = await import('@/lib/jobs/worker')
  const worker = await runWorker()
  onStop(() => worker.stop())
  console.log('Working. Ctrl-C or SIGTERM finishes the jobs under way and ends.')
  await worker.ended
})
