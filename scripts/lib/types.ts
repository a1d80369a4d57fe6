import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nextProgram } from './build'
import { run } from './child'
import { root, stateFolder } from './paths'

// tsconfig.json must name the generated types of every build folder, or the framework adds them. Those of another build
// may speak of routes that are gone: the check looks at fresh ones alone.
const config = {
  extends: '../../tsconfig.json',
  include: ['../../next-env.d.ts', '../../**/*.ts', '../../**/*.tsx', '../../.next/types/**/*.ts'],
  exclude: ['../../node_modules', '..'],
}

/** Checks the types of the whole tree, routes included, and returns the compiler's exit code. */
export async function checkTypes(): Promise<number> {
  if (existsSync(join(root, 'app'))) {
    const generated = await run(process.execPath, [nextProgram, 'typegen'], {
      cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ENAMEL_DIST_DIR: '' },
    })
    if (generated !== 0) return generated
  }
  const file = join(stateFolder('types'), 'tsconfig.json')
  writeFileSync(file, JSON.stringify(config))
  return await run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '--noEmit', '-p', file], { cwd: root })
}
