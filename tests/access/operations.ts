import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isOperation, type AnyOperation } from '@/lib/access/operation'

/**
 * Every operation of the product, found by reading the tree: whatever a file of lib exports that `query` or `command`
 * made. Nothing is registered, so nothing can be forgotten.
 */
export async function everyOperation(): Promise<{ file: string; operation: AnyOperation }[]> {
  const files = readdirSync(join(process.cwd(), 'lib'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => relative(process.cwd(), join(entry.parentPath, entry.name)))
    .filter((file) => /\b(query|command)\(\{/.test(read(file)) && !file.startsWith('lib/access/'))
    .sort()
  const found = await Promise.all(files.map(async (file) => {
    const exported: Record<string, unknown> = await import(/* @vite-ignore */ `@/${file.slice(0, -3)}`)
    return Object.values(exported).filter(isOperation).map((operation) => ({ file, operation }))
  }))
  return found.flat()
}

const read = (file: string) => readFileSync(join(process.cwd(), file), 'utf8')
