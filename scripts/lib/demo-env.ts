import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { describeEnv } from '@/lib/platform/env'
import { stateDir, stateFolder } from './paths'

/** Secrets of this checkout's demo alone. `npm start` refuses them: the first by its mark, the others by looking here. */
function newSecrets(): Record<string, string> {
  const key = () => randomBytes(32).toString('base64url')
  return { ENAMEL_SECRET: `demo-${key()}`, ENAMEL_ROOT_KEYS: `1:${key()}`, ENAMEL_LINK_KEYS: `1:${key()}` }
}

/** The demo's secrets, made at its first run and kept in `.enamel/demo.env`. */
export function demoSecrets(): Record<string, string> {
  stateFolder()
  const file = join(stateDir, 'demo.env')
  if (!existsSync(file)) {
    const lines = Object.entries(newSecrets()).map(([name, value]) => `${name}=${value}\n`)
    writeFileSync(file, lines.join(''), { mode: 0o600 })
  }
  return Object.fromEntries(Object.entries(parseEnv(readFileSync(file, 'utf8'))).map(([name, value]) => [name, value ?? '']))
}

/**
 * The environment of a server: what is given, and every other variable of ours set to "none", so that neither the
 * person's shell nor a .env file meant for production reaches it.
 */
export function closedEnv(values: Record<string, string>): NodeJS.ProcessEnv {
  const none = Object.fromEntries(describeEnv().map(({ name }) => [name, '']))
  return { ...process.env, ...none, NODE_OPTIONS: '', ...values }
}
