import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child'
import { digestOf } from './digest'
import { Refusal } from './lifetime'
import { withLock } from './lock'
import { root, stateDir, stateFolder } from './paths'
import { say, seconds } from './say'

/** What a build is made of; tests beside the sources are in, for a digest that is wrong on the safe side. */
const sources = [
  'app', 'components', 'lib', 'db', 'public', 'proxy.ts', 'instrumentation.ts', 'instrumentation-client.ts', 'next.config.js',
  'postcss.config.mjs', 'postcss.config.js', 'tsconfig.json', 'package-lock.json',
]

export const nextProgram = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')

type Options = {
  distDir: string
  /** Build even if nothing changed. */
  force?: boolean
  /** Keep the framework's words in a file and show them only if it fails. */
  quiet?: boolean
}

/** What the production build in `distDir` was made from. */
export function builtFrom(distDir: string): 'nothing' | 'other sources' | 'these sources' {
  const stamp = readStamp(distDir)
  if (!stamp) return 'nothing'
  return stamp === digestOf(sources) ? 'these sources' : 'other sources'
}

function readStamp(distDir: string): string {
  const stamp = join(root, distDir, 'enamel-build')
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
}

/** Makes the production build, unless it stands. @throws Refusal if the build fails */
export async function build({ distDir, force = false, quiet = false }: Options): Promise<void> {
  stateFolder()
  const lock = join(stateDir, `build-${distDir.replaceAll(/[^\w]/g, '')}.lock`)
  await withLock(lock, '  Another build is at work; waiting for it …', async () => {
    const wanted = digestOf(sources)
    if (!force && readStamp(distDir) === wanted) return
    const begun = Date.now()
    say('Building (only when sources changed) …')
    const log = join(stateDir, `build-${distDir.replaceAll(/[^\w]/g, '')}.log`)
    const output = quiet ? openSync(log, 'w', 0o600) : undefined
    const code = await run(process.execPath, [nextProgram, 'build'], {
      cwd: root,
      stdio: ['ignore', output ?? 'inherit', output ?? 'inherit'],
      env: { ...process.env, NODE_ENV: 'production', ENAMEL_DIST_DIR: distDir, NEXT_TELEMETRY_DISABLED: '1' },
    })
    if (output !== undefined) closeSync(output)
    if (code !== 0) throw new Refusal(`${quiet ? readFileSync(log, 'utf8').slice(-6000) : ''}\nThe build did not succeed.`)
    // Sources that changed meanwhile are seen at the next run: the stamp is of what was read before.
    writeFileSync(join(root, distDir, 'enamel-build'), wanted)
    say(`Built in ${seconds(Date.now() - begun)}`)
  })
}
