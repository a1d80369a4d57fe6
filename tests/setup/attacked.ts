import type { TestProject } from 'vitest/node'
import { stopAll } from '@/scripts/lib/lifetime'
import { startProduction } from './production'

/** The installation that tests/attack works on: the one `npm test` started, or one of this run's own. */
export default async function setup(_project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (process.env.ENAMEL_TARGET) return undefined
  process.env.ENAMEL_TARGET = await startProduction({ worker: 'separate' })
  return stopAll
}
