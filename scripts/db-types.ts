import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { migrate } from '@/db/migrate'
import { writeDbTypes } from './lib/db-types'
import { Refusal, main } from './lib/lifetime'
import { root, stateFolder } from './lib/paths'
import { start } from './lib/postgres'

const target = join(root, 'db', 'schema.ts')

// db/schema.ts from the migrations themselves; with --check, only whether it is still theirs.
await main(async () => {
  const check = process.argv.includes('--check')
  const postgres = await start({ name: 'types', ephemeral: true })
  await migrate({ ownerUrl: postgres.ownerUrl, runtimePassword: postgres.runtimePassword })
  const output = check ? join(stateFolder('types'), 'schema.ts') : target
  if ((await writeDbTypes(postgres.ownerUrl, output)) !== 0) throw new Refusal('kysely-codegen did not succeed.')
  if (!check) return console.log('Wrote db/schema.ts')
  if (readFileSync(output, 'utf8') !== readFileSync(target, 'utf8')) {
    throw new Refusal('db/schema.ts is not what the migrations make. Run: npm run db:types')
  }
  console.log('db/schema.ts is what the migrations make.')
})
