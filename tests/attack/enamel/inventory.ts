import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isOperation } from '@/lib/access/operation'
import { root } from '@/scripts/lib/paths'
import { idsOf } from '../../access/swap-ids'
import type { InventoryEntry } from '../engine/types'

/*
 * What takes an id, read from the tree: pages and handlers with a parameter in their address, and every function that a
 * form can call. Nobody registers anything, so nothing can be forgotten.
 */

const below = (ending: RegExp) => readdirSync(join(root, 'app'), { recursive: true, encoding: 'utf8' })
  .map((path) => `app/${path.replaceAll('\\', '/')}`).filter((path) => ending.test(path)).sort()

/** `app/practice/[practice]/(own)/page.tsx` → `/practice/{practice}` */
const addressOf = (file: string) =>
  `/${file.split('/').slice(1, -1).filter((part) => !/^\(.*\)$/.test(part)).map((part) => part.replace(/^\[(?:\.\.\.)?(.+)\]$/, '{$1}')).join('/')}`

const paramsOf = (address: string) => [...address.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

/** Pages with a parameter. */
export function pages(): InventoryEntry[] {
  return below(/(^|\/)page\.tsx$/).map(addressOf).filter((address) => address.includes('{')).map((address) => ({ id: `GET ${address}`, params: paramsOf(address) }))
}

/** Route handlers: each method of those with a parameter. */
export function handlers(): InventoryEntry[] {
  return below(/(^|\/)route\.ts$/).flatMap((file) => {
    const address = addressOf(file)
    if (!address.includes('{')) return []
    return [...read(file).matchAll(/export (?:const|async function|function) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/g)]
      .map(([, method = '']) => ({ id: `${method} ${address}`, params: paramsOf(address) }))
  })
}

/**
 * What forms call: each function of a 'use server' file, with the ids that its operation takes. A hat is an id too, bound
 * to the form; who is nobody or only a person wears none.
 */
export async function actions(): Promise<InventoryEntry[]> {
  const files = below(/\.tsx?$/).filter((file) => /^\s*'use server'/.test(read(file)))
  const found = await Promise.all(files.map(async (file) => {
    const source = read(file)
    const from = new Map([...source.matchAll(/import \{([^}]+)\} from '@\/([^']+)'/g)].flatMap(([, names = '', path = '']) =>
      names.split(',').map((name) => [name.trim(), path] as const)))
    return Promise.all([...source.matchAll(/export (?:const|async function|function) (\w+)(?: = action\((\w+))?/g)].map(async ([, name = '', operation = '']) => {
      const exported = (await import(/* @vite-ignore */ `@/${from.get(operation) ?? 'lib/access/action'}`)) as Record<string, unknown>
      const value = exported[operation]
      if (!isOperation(value)) throw new Error(`${file}: nobody can say what ${name} calls`)
      const { as, input } = value.spec as { as: string; input: Parameters<typeof idsOf>[0] }
      const hat = as === 'staff' ? ['practice'] : as === 'patient' ? ['hat'] : as === 'guest' ? ['share'] : []
      return { id: `${file.replace(/^app\//, '').replace(/\/actions\.ts$/, '')}#${name}`, params: [...hat, ...idsOf(input)] }
    }))
  }))
  return found.flat().filter(({ params }) => params.length > 0)
}

/** Functions called from inside a component would stand in no file of their own. */
export function inlineActions(): string[] {
  return below(/\.tsx?$/).filter((file) => /^[ \t]+['"]use server['"]/m.test(read(file)))
}

const read = (file: string) => readFileSync(join(root, file), 'utf8')
