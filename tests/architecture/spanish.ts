import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Source } from './source'

/** What a patient can reach: here nothing visible is written but in a dictionary. */
export const patientPages = /^app\/(portal|account|hats|locked|sign-in|join|recover|phone|confirm|signed-out|_session|_components)\/.*\.tsx?$/
const isDictionary = (path: string) => /\/_copy\//.test(path)

const proper = /^(Enamel|E-mail|PIN|OK|A[−+]?)$/
/** What stands between a bracket and a brace without being text: statements, types, properties, conditions. */
const code = /^\s*(?:(?:const|let|return|type|export|class|catch|finally|default|function|try)\b|: \w+$|, \w+:$|, \w+ \?$)/
const hasWords = (text: string) => /\p{L}{2,}/u.test(text) && !proper.test(text.trim()) && !code.test(text.trimEnd())

/** Properties whose text people see or hear. */
const visible = '(?:title|label|aria-label|alt|placeholder|lead|hint|text|term|detail|submit|pending|pendingLabel|refused|done|wrong|gone|legend|description|summary)'

/** Visible words that stand in code: `path:line text`. */
export function literals({ path, text }: Source): string[] {
  if (!patientPages.test(path) || isDictionary(path)) return []
  const bare = text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:'"`])\/\/.*$/gm, '$1')
    // What is no text: types and calls in angle brackets, arrows.
    .replace(/=>/g, '  ')
  const found: [number, string][] = []
  const keep = (pattern: RegExp) => {
    for (const match of bare.matchAll(pattern)) if (hasWords(match[1] ?? '')) found.push([match.index, (match[1] ?? '').trim()])
  }
  if (path.endsWith('.tsx')) keep(/[>}]([^<>{}()=;`|&[\]'"]*)(?=<|\{)(?<=[>}\s\p{L}.,:?!’…])/gu)
  keep(new RegExp(`\\b${visible}="([^"]*)"`, 'g'))
  keep(new RegExp(`\\b${visible}: ['\`]([^'\`$]*)['\`]`, 'g'))
  // A sentence anywhere: begins large, has a blank, ends as sentences end.
  keep(/['"`](\p{Lu}[^'"`\n]*\s[^'"`\n]*[.?…])['"`]/gu)
  return found.map(([at, words]) => `${path}:${bare.slice(0, at).split('\n').length} ${words}`)
}

/** Every dictionary of the tree: a file that exports a record of both languages. */
export async function dictionaries(tree: readonly Source[]): Promise<{ path: string; en: unknown; es: unknown }[]> {
  const files = tree.filter(({ path, text }) => path.endsWith('.ts') && !path.endsWith('.test.ts') && /^(app|components|lib)\//.test(path)
    && /export const \w+: (?:Readonly<)?Record<Lang, /.test(text))
  const found: { path: string; en: unknown; es: unknown }[] = []
  for (const { path } of files) {
    const exported = (await import(pathToFileURL(join(process.cwd(), path)).href)) as Record<string, unknown>
    for (const [name, value] of Object.entries(exported))
      if (isBoth(value)) found.push({ path: `${path}#${name}`, en: value.en, es: value.es })
  }
  return found
}

const isBoth = (value: unknown): value is { en: unknown; es: unknown } =>
  typeof value === 'object' && value !== null && Object.keys(value).sort().join() === 'en,es'

/** What a sentence is made of: each text of a dictionary by its place, with functions called on marks of their own. */
export function texts(part: unknown, at = ''): Map<string, string> {
  if (typeof part === 'string') return new Map([[at, part]])
  if (typeof part === 'function') {
    const marks = Array.from({ length: part.length }, (_, nth) => `⟦${nth}⟧`)
    return new Map([[at, String((part as (...given: string[]) => unknown)(...marks))]])
  }
  if (typeof part !== 'object' || part === null) return new Map()
  return new Map(Object.entries(part).flatMap(([key, value]) => [...texts(value, at ? `${at}.${key}` : key)]))
}

/** The gaps of a text, in no order: languages put them where their grammar wants them. */
export const gaps = (text: string) => [...text.matchAll(/\{\w+\}|⟦\d⟧|#/g)].map(([gap]) => gap).sort()

/** Sentences in code that an operation may say to a person; `{}` for what is put into them. */
export function sentences({ text }: Source): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
  return [...code.matchAll(/'(\p{Lu}[^'\n]*\s[^'\n]*[.?)])'|`(\p{Lu}[^`\n]*[.?])`/gu)]
    .map(([, plain, made]) => plain ?? (made ?? '').replace(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, '{}'))
}
