import { layers, reserved } from './layers'
import { isTest, withoutEnding, type Source } from './source'

/** A rule reads sources and names what breaks it. Each is tested on the tree and on a planted violation. */
export type Rule = { name: string; broken: (files: Source[]) => string[]; plant: { path: string; text: string } }

const product = (files: Source[]) => files.filter(({ path }) => !isTest(path) && !path.startsWith('scripts/'))

export const rules: Rule[] = [
  {
    name: 'imports run downward',
    broken: (files) => product(files).flatMap(({ path, imports }) => {
      const layer = layers.find(({ files: pattern }) => pattern.test(withoutEnding(path)))
      if (!layer) return /^(app|components|lib|db)\//.test(path) ? [`${path} belongs to no layer`] : []
      return imports.flatMap(({ target, specifier, typeOnly }) => {
        // A type is erased; but a type of db tells the shape of rows, so only types of lib and components are free.
        if (typeOnly && target && !target.startsWith('db/')) return []
        if (target === null) return layer.packages && !specifier.startsWith('node:') && !layer.packages.test(specifier) ? [`${path} (${layer.name}) takes ${specifier}`] : []
        if (target.endsWith('globals')) return []
        return layer.may.some((pattern) => pattern.test(target)) ? [] : [`${path} (${layer.name}) imports ${target}`]
      })
    }),
    plant: { path: 'lib/portal/queries.ts', text: `import 'server-only'\nimport { pool } from '@/db/pool'\n` },
  },
  {
    name: 'guarded packages stay with their guardians',
    broken: (files) => files.filter(({ path }) => !isTest(path)).flatMap(({ path, imports }) =>
      imports.flatMap(({ specifier }) => reserved.filter((rule) => rule.package.test(specifier) && !rule.only.test(path)).map((rule) => `${path} takes ${specifier}: ${rule.because}`))),
    plant: { path: 'lib/patients/queries.ts', text: `import 'server-only'\nimport pg from 'pg'\n` },
  },
  {
    name: 'server code says so first',
    broken: (files) => product(files)
      .filter(({ path }) => /^(lib|db)\//.test(path) && !/\/(schema|rules|words|client|errors)\.ts$/.test(path) && !/^lib\/(format\/|platform\/zod|vault\/pictures\/program\/)/.test(path))
      .filter(({ text }) => !text.startsWith(`import 'server-only'\n`))
      .map(({ path }) => `${path} lacks import 'server-only' in its first line`),
    plant: { path: 'lib/documents/service.ts', text: `export const key = 1\n` },
  },
  {
    // It meets hostile files by itself: the less it can reach, the less is lost with it.
    name: 'the program that decodes knows nothing of the server',
    broken: (files) => product(files).filter(({ path }) => path.startsWith('lib/vault/pictures/program/')).flatMap(({ path, imports }) =>
      imports.filter(({ specifier }) => !/^(\.\/[a-z-]+\.ts|node:(zlib|fs|module)|sharp|@hyzyla\/pdfium|libheif-js\/wasm-bundle\.js|dicom-parser|jpeg-lossless-decoder-js|@cornerstonejs\/.*)$/.test(specifier)).map(({ specifier }) => `${path} takes ${specifier}`)),
    plant: { path: 'lib/vault/pictures/program/pdf.ts', text: `import { vault } from '@/lib/vault/rings'\n` },
  },
  {
    name: 'actions are made of operations and nothing else',
    broken: (files) => files
      .filter(({ text }) => /^['"]use server['"]/m.test(text))
      .flatMap(({ path, text }) => {
        const rest = text
          .replace(/^['"]use server['"]\n/, '').replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
          .replace(/^import [\s\S]*?from '[^']+'$/gm, '')
          .replace(/^export const \w+ = action\([\s\S]*?\)$/gm, '')
        return rest.trim() === '' ? [] : [`${path} holds more than \`export const x = action(operation)\`: ${rest.trim().slice(0, 80)}`]
      }),
    plant: { path: 'app/practice/actions.ts', text: `'use server'\n\nexport async function save() { return 1 }\n` },
  },
  {
    name: 'what arrives is checked before it is ready',
    broken: (files) => product(files)
      .filter(({ path, text }) => path.startsWith('lib/') && /\bstate: 'ready', readyAt/.test(text)
        // Of a document's own file; the pictures that a job makes of it are ready when they are made.
        && !/^lib\/(platform\/arrival|jobs\/scan|jobs\/pictures|documents\/holding)\.ts$/.test(path))
      .map(({ path }) => `${path} makes a file ready by itself; atRest() of lib/platform/arrival.ts says how it rests`),
    plant: { path: 'lib/portal/commands.ts', text: `import 'server-only'\nexport const set = { state: 'ready', readyAt: 1 }\n` },
  },
  {
    name: 'no barrels',
    broken: (files) => product(files)
      .filter(({ path, text }) => /\/index\.tsx?$/.test(path) || /^export (\*|\{[^}]*\}) from /m.test(text.replace(/^export type .*$/gm, '')) && !/^export \{ z \}/m.test(text))
      .map(({ path }) => `${path} passes others’ exports on`),
    plant: { path: 'lib/documents/all.ts', text: `import 'server-only'\nexport * from './queries'\n` },
  },
  {
    name: 'the environment is read in one place',
    broken: (files) => product(files)
      .filter(({ path, text }) => /process\.env\b(?!\.NODE_ENV|\.NEXT_RUNTIME)/.test(text.replace(/\/\*[\s\S]*?\*\//g, '')) && !/^lib\/platform\/(env|demo|server)\.ts$/.test(path))
      .map(({ path }) => `${path} reads process.env`),
    plant: { path: 'lib/portal/queries.ts', text: `import 'server-only'\nexport const host = process.env.HOST\n` },
  },
  {
    name: 'the present is asked of the clock',
    broken: (files) => product(files)
      .filter(({ path, text }) => /^lib\/(access|documents|portal|account|auth|invitations|members|recovery|workstations)\//.test(path) && !/\/(schema|rules|words)\.ts$/.test(path) && /new Date\(\)/.test(text))
      .map(({ path }) => `${path} calls new Date()`),
    plant: { path: 'lib/access/perform.ts', text: `import 'server-only'\nconst now = new Date()\n` },
  },
  {
    name: 'no test is skipped, narrowed or left for later',
    broken: (files) => files.filter(({ path }) => isTest(path) && !path.startsWith('tests/architecture/'))
      .filter(({ text }) => /\b(test|it|describe)\.(skip|only|todo|fixme|skipIf|runIf)\b/.test(text))
      .map(({ path }) => `${path} skips or narrows a test`),
    plant: { path: 'tests/db/x.test.ts', text: `test.skip('later', () => {})\n` },
  },
  {
    name: 'no procedure codes of the ADA',
    broken: (files) => files.filter(({ path }) => path !== 'tests/architecture/rules.ts')
      .filter(({ text }) => /\bD\d{4}\b/.test(text)).map(({ path }) => `${path} holds something like a CDT code`),
    plant: { path: 'db/seed/x.ts', text: `const code = '${['D', '0120'].join('')}'\n` },
  },
  {
    name: 'a long file explains itself',
    broken: (files) => product(files)
      .filter(({ text }) => text.split('\n').length > 300 && !/Long because/.test(text))
      .map(({ path, text }) => `${path} has ${text.split('\n').length} lines and no “Long because”`),
    plant: { path: 'lib/portal/queries.ts', text: `import 'server-only'\n${'const x = 1\n'.repeat(301)}` },
  },
]
