import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { nextProgram } from './build'
import { run } from './child'
import { root } from './paths'

/** Checks the types of the whole tree, routes included, and returns the compiler's exit code. */
export async function checkTypes(): Promise<number> {
  if (existsSync(join(root, 'app'))) {
    const generated = await run(process.execPath, [nextProgram, 'typegen'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
    if (generated !== 0) return generated
  }
  return await run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '--noEmit', '-p', root], { cwd: root })
}
