import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '@/db/migrate'
import type { Cluster } from '@/tests/setup/cluster'

/** Gives the copy's tests a database: the given one as it is, or one of this copy's own migrations if those were changed. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const cluster = JSON.parse(process.env['ENAMEL_MUTANT_CLUSTER'] ?? '') as Cluster
  if (process.env['ENAMEL_MUTANT_SQL'] !== '1') {
    project.provide('cluster', cluster)
    return undefined
  }
  const template = `enamel_mutant_${randomBytes(6).toString('hex')}`
  const on = (url: string, database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href
  const boss = async (statement: string) => {
    const client = new pg.Client({ connectionString: on(cluster.ownerUrl, 'postgres') })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await boss(`create database ${template}`)
  await migrate({ ownerUrl: on(cluster.ownerUrl, template) })
  project.provide('cluster', { ...cluster, template })
  return () => boss(`drop database if exists ${template} with (force)`)
}
