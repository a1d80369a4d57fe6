import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { root } from '@/scripts/lib/paths'
import { testDistDir } from '../../setup/production'

const manifest = z.object({ node: z.record(z.string(), z.unknown()) })

/** Ids of every server function of the build under test: an attacker reads them off the scripts and forms that she is sent. */
export function serverFunctions(): string[] {
  return Object.keys(manifest.parse(JSON.parse(readFileSync(join(root, testDistDir, 'server', 'server-reference-manifest.json'), 'utf8'))).node)
}
