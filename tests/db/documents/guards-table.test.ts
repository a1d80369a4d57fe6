import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tableMarkdown } from '@/tests/attack/guards/markdown'
import { mutants } from '@/tests/attack/guards/mutant-list'
import { attacks, guards } from '@/tests/attack/guards/table'

const page = readFileSync(join(process.cwd(), 'SECURITY.md'), 'utf8')

test('every attack on a record meets two guards, or the page says why not', () => {
  expect(attacks.filter(({ stops, alone }) => stops.length < 2 && !alone).map(({ id }) => id)).toEqual([])
  expect(attacks.filter(({ stops, alone }) => stops.length >= 2 && alone).map(({ id }) => id)).toEqual([])
  expect(new Set(attacks.map(({ id }) => id)).size).toBe(attacks.length)
  expect(guards.filter((guard) => !attacks.some(({ stops }) => stops.includes(guard)))).toEqual([])
})

test('SECURITY.md prints the table that the tests run on', () => {
  expect(page).toContain(`<!-- table: tests/attack/guards/table.ts -->\n${tableMarkdown()}\n<!-- end of table -->`)
  expect(page).toContain(`${mutants.length} of them`)
})

test('each mutant still finds the line that it takes out', () => {
  const lost = mutants.filter(({ file, from }) => readFileSync(join(process.cwd(), file), 'utf8').split(from).length !== 2)
  expect(lost.map(({ name, file }) => `${file}: ${name}`)).toEqual([])
  expect(new Set(mutants.map(({ guard }) => guard)).size).toBe(guards.length)
})

test('nothing of the product composes a shorter list of conditions', () => {
  const named = ['app', 'lib', 'db', 'scripts'].flatMap((folder) => readdirSync(join(process.cwd(), folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name)).map((name) => join(folder, name))).filter((name) => readFileSync(join(process.cwd(), name), 'utf8').includes('performUnder'))
  expect(named).toEqual(['lib/access/perform.ts'])
})
