import { builtFrom, nextProgram } from './lib/build'
import { startChild } from './lib/child'
import { Refusal, main, onStop } from './lib/lifetime'
import { root } from './lib/paths'
import { loadDotEnv, productionEnv } from './lib/refuse-env'
import { requireRuntimeRole } from './lib/runtime-role'
import { requireStore } from './lib/store'

await main(async () => {
  loadDotEnv()
  const env = productionEnv(process.env)
  const distDir = process.env.ENAMEL_DIST_DIR || '.next'
  const built = builtFrom(distDir)
  if (built === 'nothing') throw new Refusal('There is no build to serve. Run: npm run build')
  if (built === 'other sources') console.error('The sources changed since the build being served. Run: npm run build')
  await requireRuntimeRole(env.DATABASE_URL)
  await requireStore(env.ENAMEL_STORE_DIR)
  const server = startChild(process.execPath, [nextProgram, 'start', '-H', env.ENAMEL_HOST, '-p', String(env.PORT)], {
    cwd: root,
    // Set to "none" rather than left out: the framework reads .env by itself and would find it there.
    env: { ...process.env, NODE_ENV: 'production', DATABASE_OWNER_URL: '', ENAMEL_DEMO: '' },
  })
  // Downloads under way get half a minute to end.
  onStop(() => server.stop(30_000))
  return await server.exited
})
