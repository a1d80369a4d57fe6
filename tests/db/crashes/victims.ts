import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Writable } from 'node:stream'
import { build } from 'esbuild'
import { root } from '@/scripts/lib/paths'
import type { Order } from './victim'

/** A line of the product changed in what the crashing process runs, to see that somebody notices. */
export type Change = { file: string; from: string; to: string }

/** The crashing program as one file, made by the bundler that tsx brings along: it starts in a tenth of the time. */
export async function bundle(folder: string, changes: readonly Change[] = []): Promise<string> {
  const outfile = join(mkdtempSync(join(folder, 'victim-')), 'victim.cjs')
  await build({
    entryPoints: [join(root, 'tests', 'db', 'crashes', 'victim.ts')], absWorkingDir: root, outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node24',
    // A marker with nothing in it, as the react-server condition resolves it.
    alias: { 'server-only': join(root, 'tests', 'setup', 'server-only.ts') }, external: ['pg-native'], logLevel: 'silent',
    plugins: [{ name: 'changes', setup: (builder) => {
      for (const file of new Set(changes.map((change) => change.file)))
        builder.onLoad({ filter: new RegExp(`/${file.replaceAll('.', '\\.')}$`) }, ({ path }) => ({
          loader: 'ts', contents: changes.filter((change) => change.file === file).reduce((text, { from, to }) => {
            const places = text.split(from).length - 1
            if (places !== 1) throw new Error(`${file} holds the line ${places} times: ${from}`)
            return text.replace(from, () => to)
          }, readFileSync(path, 'utf8')),
        }))
    } }],
  })
  return outfile
}

export type Said = Record<string, unknown>
/** What a point came to. `said`: all that the process said of it, in order. */
export type Run = { said: Said[]; died: boolean; complaints: string }

type Victim = { child: ChildProcess; lines: Said[]; wake: () => void; closed: boolean; complaints: string; answer: (word: string) => void }

/** Milliseconds after which a point counts as hung. */
const patience = 60_000

/** One process that works, and one that waits warm to take its place. */
export function victims(program: string, env: Record<string, string>, obey: (demand: string) => Promise<void>) {
  const pids: number[] = []
  let complaints = ''

  function begin(): Victim {
    const child = spawn(process.execPath, [program], {
      cwd: root, stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env, NODE_OPTIONS: '', NODE_COMPILE_CACHE: join(program, '..', 'cache') },
    })
    if (child.pid) pids.push(child.pid)
    const victim: Victim = { child, lines: [], wake: () => undefined, closed: false, complaints: '', answer: (word) => void (child.stdio[4] as Writable).write(word) }
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => {
      victim.complaints += bytes.toString()
      complaints += bytes.toString()
    })
    child.stdin?.on('error', () => undefined)
    child.stdio[4]?.on('error', () => undefined)
    createInterface({ input: child.stdio[3] as NodeJS.ReadableStream }).on('line', (line) => {
      // The last may have been cut in two.
      try {
        victim.lines.push(JSON.parse(line) as Said)
      } catch {
        return
      }
      victim.wake()
    })
    child.once('close', () => {
      victim.closed = true
      victim.wake()
    })
    return victim
  }

  const next = async (victim: Victim): Promise<Said | null> => {
    const late = Date.now() + patience
    for (;;) {
      const line = victim.lines.shift()
      if (line) return line
      if (victim.closed) return null
      const waiting = new Promise<void>((resolve) => void (victim.wake = resolve))
      const timer = setTimeout(victim.wake, patience)
      await waiting
      clearTimeout(timer)
      if (Date.now() >= late) return { broken: 'it hangs' }
    }
  }

  let current: Victim | null = null
  let spare = begin()

  return {
    run: async (order: Order): Promise<Run> => {
      if (!current || current.closed) {
        current = spare
        await next(current)
        spare = begin()
      }
      const victim = current
      victim.complaints = ''
      victim.child.stdin?.write(`${JSON.stringify(order)}\n`)
      const said: Said[] = []
      for (;;) {
        const line = await next(victim)
        if (line === null) {
          current = null
          return { said, died: victim.child.signalCode === 'SIGKILL', complaints: victim.complaints }
        }
        said.push(line)
        if (typeof line['demand'] === 'string') {
          await obey(line['demand'])
          victim.answer('.')
        }
        if ('broken' in line) {
          victim.child.kill('SIGKILL')
          current = null
        }
        if ('over' in line || 'broken' in line) return { said, died: false, complaints: victim.complaints }
      }
    },
    /** Everything that any of them printed. */
    printed: () => complaints,
    stop: async () => {
      for (const victim of [current, spare]) {
        if (!victim || victim.closed) continue
        const closed = new Promise((resolve) => void victim.child.once('close', resolve))
        victim.child.kill('SIGKILL')
        await closed
      }
    },
  }
}

export const scratch = () => mkdtempSync(join(tmpdir(), 'enamel-crash-'))
