// A process of its own: the product's pools and the renderers' memory end with it.
import { readOwnerUrl } from '@/lib/platform/env'
import { main } from './lifetime'
import { say, step } from './say'
import { isTold, markTold } from './story'

await main(async () => {
  const ownerUrl = readOwnerUrl(process.env)
  const runtimePassword = process.env.ENAMEL_RUNTIME_PASSWORD
  // Only this script holds these; what it calls must live on the runtime role as the server does.
  delete process.env.DATABASE_OWNER_URL
  delete process.env.ENAMEL_RUNTIME_PASSWORD

  const { migrate } = await import('@/db/migrate')
  const done = await migrate({ ownerUrl, ...(runtimePassword ? { runtimePassword } : {}) })
  if (done.length > 0) say(`Tables brought up to date: ${done.join(', ')}`)
  if (await isTold(ownerUrl)) return

  const { seed } = await import('@/db/seed/run')
  await step('Telling the story: two practices, a year of visits and documents', () => seed({ ownerUrl, progress: sayQuarters() }))
  await markTold(ownerUrl)
})

/** A line at each quarter of a long work. */
function sayQuarters(): (done: number, of: number) => void {
  let told = 0
  return (done, of) => {
    const quarter = Math.floor((4 * done) / of)
    if (quarter > told) say(`  ${done} of ${of} documents`)
    told = Math.max(told, quarter)
  }
}
