import { migrate } from '@/db/migrate'
import { EnvError, readOwnerUrl } from '@/lib/platform/env'
import { Refusal, main } from './lib/lifetime'
import { loadDotEnv } from './lib/refuse-env'

await main(async () => {
  loadDotEnv()
  const ownerUrl = owner()
  const runtime = process.env.DATABASE_URL && URL.canParse(process.env.DATABASE_URL) ? new URL(process.env.DATABASE_URL) : undefined
  // Where an administrator named the role otherwise, its password is the administrator's too.
  const ours = runtime?.username === 'enamel_runtime' && runtime.password
  const done = await migrate({ ownerUrl, ...(ours ? { runtimePassword: decodeURIComponent(runtime.password) } : {}) })
  console.log(done.length > 0 ? `Brought up to date: ${done.join(', ')}` : 'Already up to date.')
})

function owner(): string {
  try {
    return readOwnerUrl(process.env)
  } catch (error) {
    throw error instanceof EnvError ? new Refusal(error.message) : error
  }
}
