import { type Kind, type OperationName, type Phase, type Point } from './points'
import type { Change } from './victims'

/** What holds a promise, taken out of what crashes: the same look from outside must find it. */
export type Control = {
  name: string
  operation: OperationName
  kind: Kind
  /** Where it strikes. */
  at: readonly number[]
  phase: Phase
  changes: readonly Change[]
  janitor?: boolean
  finds: RegExp
  /** What is found names no point: nobody knows whose it was. */
  nameless?: boolean
}

const disk = 'lib/platform/storage/local-disk.ts'
const transaction = 'db/transaction.ts'
const commit = `const { command } = await client.query('commit')`
/** Answers while the database may still say no. */
const answersFirst: Change = { file: transaction, from: commit, to: `const { command } = { command: 'COMMIT' }\n      client.query('commit').catch(() => undefined)` }
const sync = '        await file.sync()\n        await settle(from, to)\n        state'
const throughout = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
const everywhere = Array.from({ length: 40 }, (_, nth) => nth / 40)
/** Before the last call, which is a commit. */
const last = [0.99, 0.99]
const answered = [1, 1, 1, 1]

const all: readonly Control[] = [
  {
    name: 'a file is acknowledged before its second commit', operation: 'upload', kind: 'kill', at: answered, phase: 'before', finds: /acknowledged and lost/,
    changes: [{ file: 'lib/documents/doors/taking.ts', from: 'await way.complete(file).catch(', to: 'void way.complete(file).catch(' }],
  },
  {
    name: 'a file is not synced', operation: 'upload', kind: 'power', at: answered, phase: 'before', finds: /acknowledged and lost/,
    changes: [{ file: disk, from: sync, to: '        await settle(from, to)\n        state' }],
  },
  {
    name: 'a file’s name is not synced', operation: 'correct', kind: 'power', at: answered, phase: 'before', finds: /acknowledged and lost/,
    changes: [{ file: disk, from: '  await rename(from, to)\n  await syncDirectory(shelf)\n', to: '  await rename(from, to)\n' }],
  },
  {
    name: 'a part of an upload is acknowledged and not synced', operation: 'large-parts', kind: 'power', at: everywhere.map((share) => 0.2 + share / 4).filter((_, nth) => nth % 3 === 0), phase: 'after', finds: /acknowledged \d+ bytes|does not go on/,
    changes: [{ file: disk, from: '        await file.sync()\n        // The name, too', to: '        // The name, too' }],
  },
  {
    name: 'a removal is not for good', operation: 'tidy', kind: 'power', at: answered, phase: 'before', finds: /a file of nobody/,
    changes: [{ file: disk, from: `    await syncDirectory(join(path, '..'))\n  }\n\n  return`, to: '  }\n\n  return' }],
  },
  {
    name: 'a full disk is not noticed', operation: 'upload', kind: 'full', at: everywhere, phase: 'before', finds: /acknowledged and lost/,
    changes: [
      { file: disk, from: 'at += (await file.write(bytes, at, bytes.length - at)).bytesWritten', to: 'at += (await file.write(bytes, at, bytes.length - at).catch(() => ({ bytesWritten: bytes.length }))).bytesWritten' },
      { file: disk, from: sync, to: '        await file.sync().catch(() => undefined)\n        await settle(from, to)\n        state' },
      { file: disk, from: '    await directory.sync()\n', to: '    await directory.sync().catch(() => undefined)\n' },
    ],
  },
  {
    name: 'an upload that met a full disk is forgotten at once', operation: 'correct', kind: 'full', at: everywhere.map((share) => 0.5 + share / 2), phase: 'before', finds: /a file of nobody/,
    changes: [{ file: 'lib/documents/doors/taking.ts', from: `const open = reason === 'storage_full' || reason === 'storage_unavailable' || `, to: 'const open = ' }],
  },
  {
    name: 'what is on a volume that is away counts as removed', operation: 'tidy', kind: 'gone', at: throughout, phase: 'before', finds: /a file of nobody/,
    changes: [{ file: disk, from: `      if (found.code === 'missing') return\n`, to: '      return\n' }],
  },
  { name: 'an answer does not wait for the commit, and the connection is cut', operation: 'file', kind: 'cut', at: last, phase: 'before', finds: /acknowledged and lost/, changes: [answersFirst] },
  { name: 'an answer does not wait for the commit, and the server stops', operation: 'file', kind: 'down', at: last, phase: 'before', finds: /acknowledged and lost/, changes: [answersFirst] },
  {
    name: 'bytes are served whose opening is not kept', operation: 'serve', kind: 'kill', at: answered, phase: 'before', finds: /served and not on record/,
    changes: [{ file: transaction, from: commit, to: `const { command } = await client.query(role.endsWith('_read') ? 'rollback' : 'commit').then(() => ({ command: 'COMMIT' }))` }],
  },
  {
    name: 'what is done is not put on record', operation: 'move', kind: 'kill', at: answered, phase: 'before', finds: /acknowledged and lost: not so: exists \(select from audit_event/,
    changes: [{ file: 'lib/access/perform.ts', from: `if (!(output instanceof AppError)) await writeOwnEvent(operation, hat, input, output, raw)`, to: '' }],
  },
  { name: 'no janitor comes', operation: 'upload', kind: 'kill', at: throughout, phase: 'before', finds: /still being received/, changes: [], janitor: false, nameless: true },
  {
    name: 'a file is not sealed', operation: 'upload', kind: 'kill', at: answered, phase: 'before', finds: /plain on disk/, nameless: true,
    changes: [{ file: 'lib/vault/intake.ts', from: 'for await (const piece of stored(looked()))', to: 'for await (const piece of looked())' }],
  },
]

/** One for each kind of crash in every run of the tests; all of them in a soak. */
export const controls = all.filter(({ kind }, nth) => process.env.ENAMEL_CRASH_CONTROLS === 'all' || all.findIndex((other) => other.kind === kind) === nth)

const first = (nth: number) => 1_000_000 + nth * 100

/** Each control's points bear numbers of their own, so that what it finds is told from what an earlier one left. */
export const pointsOf = ({ operation, kind, at, phase }: Control, nth: number): Point[] =>
  at.map((share, index) => ({ n: first(nth) + index, operation, kind, at: share, phase, seed: `control ${nth} ${index}` }))

/** Whether a control found what it must. */
export const noticed = ({ finds, nameless = false }: Control, nth: number, findings: readonly string[]) =>
  findings.some((what) => finds.test(what) && (nameless || what.includes(`point ${first(nth) / 100}`)))
