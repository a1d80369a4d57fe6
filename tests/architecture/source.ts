import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative } from 'node:path'

export type Source = { path: string; text: string; imports: Import[] }
export type Import = { specifier: string; target: string | null; typeOnly: boolean }

const root = process.cwd()

/** Every source file below the given folders, without generated ones. */
export function sources(folders = ['app', 'components', 'lib', 'db', 'scripts', 'tests']): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name) && entry.name !== 'schema.ts' || entry.name === 'schema.ts' && !entry.parentPath.endsWith('/db'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .sort()
      .map((path) => source(path, readFileSync(join(root, path), 'utf8'))))
}

/** One file with its imports resolved to paths of the repository (without ending), or null for packages. */
export function source(path: string, text: string): Source {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const found = code.matchAll(/(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g)
  const imports = [...found].map(([, type, first, second]): Import => {
    const specifier = first ?? second ?? ''
    return { specifier, typeOnly: type !== undefined, target: resolve(path, specifier) }
  })
  return { path, text, imports }
}

function resolve(from: string, specifier: string): string | null {
  const target = specifier.startsWith('@/') ? specifier.slice(2) : specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : null
  return target?.replace(/\.(tsx?|mjs|css)$/, '') ?? null
}

export const withoutEnding = (path: string) => path.replace(/\.(tsx?|mjs)$/, '')
export const isTest = (path: string) => /\.test\.tsx?$/.test(path) || path.startsWith('tests/')
