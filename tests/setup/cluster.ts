import type { TestProject } from 'vitest/node'
import { migrate } from '@/db/migrate'
import { stopAll } from '@/scripts/lib/lifetime'
import { start } from '@/scripts/lib/postgres'

/** The migrated database every test file's own is copied from. */
export type Cluster = { template: string; ownerUrl: string; runtimeUrl: string; superuserUrl: string }

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: Cluster
  }
}

/** One PostgreSQL for the whole run, migrated once. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await start({ name: 'test', ephemeral: true })
  const template = 'enamel_migrated'
  await postgres.recreate(template)
  const urls = postgres.urls(template)
  await migrate({ ownerUrl: urls.ownerUrl, runtimePassword: postgres.runtimePassword })
  project.provide('cluster', { template, ...urls })
  return stopAll
}
