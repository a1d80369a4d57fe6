import { join } from 'node:path'
import { run } from './child'
import { root } from './paths'

/** Writes the types of a migrated database's tables; returns the generator's exit code. */
export async function writeDbTypes(url: string, file: string): Promise<number> {
  return await run(process.execPath, [
    join(root, 'node_modules', 'kysely-codegen', 'dist', 'cli', 'bin.js'),
    '--dialect', 'postgres', '--url', url, '--out-file', file, '--camel-case',
    // As db/pool.ts parses them: a date stays text, a bigint fits a number.
    '--date-parser', 'string', '--type-mapping', '{"int8":"number"}', '--exclude-pattern', '{migration,graphile_worker}.*', '--log-level', 'error',
  ], { cwd: root })
}
