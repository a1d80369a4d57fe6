import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths'

/** A digest over files and whole folders of the checkout, by name and content; what is missing counts as missing. */
export function digestOf(paths: readonly string[], more = ''): string {
  const hash = createHash('sha256').update(more)
  for (const path of paths) for (const file of filesBelow(path)) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** The files at or below a path, relative to the checkout, in a fixed order. */
export function filesBelow(path: string): string[] {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [path]
  return readdirSync(full).sort().flatMap((name) => filesBelow(join(path, name)))
}
