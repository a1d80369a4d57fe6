import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const HERE = import.meta.dirname

const files = async () => {
  const names = await readdir(HERE, { recursive: true })
  return names.filter((name) => /\.(ts|md|json)$/.test(name))
}

test('the engine imports nothing from outside its folder', async () => {
  for (const name of await files()) {
    if (!name.endsWith('.ts')) continue
    const source = await readFile(join(HERE, name), 'utf8')
    const imports = [
      ...source.matchAll(/\b(?:from\s+|import\s+|import\s*\(\s*|require\s*\(\s*)['"]([^'"\n]+)['"]/g),
    ].map(([, path = '']) => path)
    for (const path of imports) {
      const inside = path.startsWith('.') && !relative(HERE, resolve(join(HERE, dirname(name)), path)).startsWith('..')
      const allowed = inside || path.startsWith('node:') || (path === 'vitest' && name.endsWith('.test.ts'))
      expect(allowed, `${name} imports ${path}`).toBe(true)
    }
  }
})

test('and has no word of the product it was first written for', async () => {
  const words = [
    ['ena', 'mel'],
    ['den', 'tal'],
    ['den', 'tist'],
    ['pat', 'ient'],
    ['prac', 'tice'],
    ['port', 'al'],
    ['rec', 'all'],
  ]
  const banned = new RegExp(words.map((halves) => halves.join('')).join('|'), 'i')
  for (const name of await files()) {
    const source = await readFile(join(HERE, name), 'utf8')
    expect(banned.exec(source)?.[0], name).toBeUndefined()
  }
})
