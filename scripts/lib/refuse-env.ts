import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { EnvError, readEnv } from '@/lib/platform/env'
import type { Env } from '@/lib/platform/env'
import { Refusal } from './lifetime'
import { root, stateDir } from './paths'

/** Reads `.env` beside the sources, if there, under what the environment itself already says. */
export function loadDotEnv(): void {
  const file = join(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

/** The environment of a production process. @throws Refusal naming everything missing, wrong or borrowed at once */
export function productionEnv(source: NodeJS.ProcessEnv): Env {
  const problems: string[] = []
  let env: Env | undefined
  try {
    env = readEnv({ ...source, ENAMEL_DEMO: '' }, 'production')
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    problems.push(...error.problems)
  }
  if (source.ENAMEL_DEMO) problems.push('ENAMEL_DEMO is set: a demo is started by npm run demo, and holds nobody\'s records')
  problems.push(...worthlessSecrets(source))
  if (problems.length > 0 || !env) {
    throw new Refusal(`Enamel does not start. Of the environment (see .env.example):\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
  }
  return env
}

/** Secrets that others know: the demo's of this checkout, the tests', and any made of one byte repeated. */
function worthlessSecrets(source: NodeJS.ProcessEnv): string[] {
  const names = ['ENAMEL_SECRET', 'ENAMEL_ROOT_KEYS', 'ENAMEL_LINK_KEYS']
  const file = join(stateDir, 'demo.env')
  const demo = existsSync(file) ? Object.values(parseEnv(readFileSync(file, 'utf8'))).flatMap((value) => keysOf(value ?? '')) : []
  return names.flatMap((name) => {
    const keys = keysOf(source[name] ?? '')
    if (keys.some((key) => demo.includes(key) || key.startsWith('demo-'))) return [`${name} is the demo's`]
    if (keys.some((key) => key.startsWith('test-') || isMonotonous(key))) return [`${name} is not random`]
    return []
  })
}

function keysOf(value: string): string[] {
  return value.split(',').map((entry) => entry.trim().replace(/^\d+:/, '')).filter(Boolean)
}

function isMonotonous(key: string): boolean {
  return new Set(Buffer.from(key, 'base64url')).size < 8
}
