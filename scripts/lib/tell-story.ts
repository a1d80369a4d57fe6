// A process of its own: the product's pools and the renderers' memory end with it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readOwnerUrl } from '@/lib/platform/env'
import { main } from './lifetime'
import { root } from './paths'
import { say, step } from './say'
import { isTold, markTold } from './story'

type Seed = (options: { ownerUrl: string; runtimeUrl: string; progress: (text: string) => void }) => Promise<unknown>

await main(async () => {
  const ownerUrl = readOwnerUrl(process.env)
  const runtimeUrl = process.env.DATABASE_URL ?? ''
  const runtimePassword = process.env.ENAMEL_RUNTIME_PASSWORD
  // Only this script holds these; what it calls must live on the runtime role as the server does.
  delete process.env.DATABASE_OWNER_URL
  delete process.env.ENAMEL_RUNTIME_PASSWORD

  const { migrate } = await import('@/db/migrate')
  const done = await migrate({ ownerUrl, ...(runtimePassword ? { runtimePassword } : {}) })
  if (done.length > 0) say(`Tables brought up to date: ${done.join(', ')}`)
  if (await isTold(ownerUrl)) return

  if (!existsSync(join(root, 'db', 'seed', 'run.ts'))) return
  const { seed } = (await import('@/db/seed/run')) as { seed: Seed }
  await step('Telling the story: two practices, a year of visits and documents', () => seed({ ownerUrl, runtimeUrl, progress: say }))
  await markTold(ownerUrl)
})
