import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '@/scripts/lib/paths'

type Entry = { version?: string; resolved?: string; link?: boolean; dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> }
type Lock = { packages: Record<string, Entry> }

const json = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8')) as unknown
const { packages } = json('package-lock.json') as Lock

/** Whether a package at `from` finds `name`, in its own node_modules or in one above. */
function finds(lock: Lock['packages'], from: string, name: string): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (lock[`${at ? `${at}/` : ''}node_modules/${name}`]) return true
    if (at === '') return false
  }
}

const missing = (lock: Lock['packages']) =>
  Object.entries(lock).flatMap(([from, { dependencies = {}, optionalDependencies = {} }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !finds(lock, from, name)).map((name) => `${from} → ${name}`))

describe('the lockfile', () => {
  // npm leaves out a platform's package that its registry did not have that day; `npm ci` then fails on every platform.
  test('names every package of every platform', () => {
    expect(missing(packages)).toEqual([])
    const planted = Object.fromEntries(Object.entries(packages).filter(([path]) => path !== 'node_modules/@next/swc-darwin-arm64'))
    expect(missing(planted)).toEqual(['node_modules/next → @next/swc-darwin-arm64'])
  })

  test('holds no address', () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved)).toEqual([])
  })

  test('is of exact versions', () => {
    const { dependencies, devDependencies, optionalDependencies } = json('package.json') as Record<string, Record<string, string>>
    const ranges = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    expect(ranges).toEqual([])
  })
})
