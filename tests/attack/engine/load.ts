import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { TargetError } from './errors'
import type { InventoryEntry, Target } from './types'

const KEYS = ['name', 'base', 'principals', 'objects', 'relations', 'routes', 'inventory'] as const

/** A target from a JSON file, or from a module whose default export is one (or a function that answers one). */
export const loadTarget = async (file: string): Promise<Target> => {
  const path = resolve(file)
  const read = async (): Promise<unknown> => {
    if (extname(path) === '.json') return JSON.parse(await readFile(path, 'utf8'))
    const loaded: { default?: unknown } = await import(pathToFileURL(path).href)
    return typeof loaded.default === 'function' ? loaded.default() : loaded.default
  }
  const target = await read()
  const missing = KEYS.filter((key) => typeof target !== 'object' || target === null || !(key in target))
  if (missing.length > 0) throw new TargetError(`${file} describes no target: ${missing.join(', ')} missing`)
  return target as Target
}

/** The product's own list of what takes an id, as a JSON array; kept apart so that the product can write it. */
export const loadInventory = async (file: string): Promise<InventoryEntry[]> => {
  const list: unknown = JSON.parse(await readFile(resolve(file), 'utf8'))
  if (!Array.isArray(list) || list.some((entry) => typeof entry?.id !== 'string')) {
    throw new TargetError(`${file} is no list of { id, params }`)
  }
  return list
}
