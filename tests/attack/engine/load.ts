import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { TargetError } from './errors'
import type { Target } from './types'

const KEYS = ['name', 'base', 'principals', 'objects', 'relations', 'routes', 'inventory'] as const

/** A target from a JSON file, or from a module whose default export is one (or a function that answers one). */
export const loadTarget = async (file: string): Promise<Target> => {
  const path = resolve(file)
  const read = async (): Promise<unknown> => {
    if (extname(path) === '.json') return JSON.parse(await readFile(path, 'utf8'))
    const module: { default?: unknown } = await import(pathToFileURL(path).href)
    return typeof module.default === 'function' ? module.default() : module.default
  }
  const target = await read()
  const missing = KEYS.filter((key) => typeof target !== 'object' || target === null || !(key in target))
  if (missing.length > 0) throw new TargetError(`${file} describes no target: ${missing.join(', ')} missing`)
  return target as Target
}
