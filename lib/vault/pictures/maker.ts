import 'server-only'
import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { z } from '@/lib/platform/zod'
import { frameHead, takeHead, taker, type Asked, type Found } from './program/frames'

/** Pages of one document that are drawn; what lies behind them is in the original. */
export const MAX_PAGES = 200
/** Bytes of a file that pictures are made of: the program that decodes holds it whole, within its own limit. */
export const MAX_PICTURED_BYTES = 256 * 1024 * 1024

const MAX_PICTURE_BYTES = 8 * 1024 * 1024
/** Kinds of file that are pictures or can be turned into some. */
export const PICTURED: ReadonlySet<string> = new Set(['application/pdf', 'application/dicom', 'image/jpeg', 'image/png', 'image/webp', 'image/tiff', 'image/heic'])

/** `dataBytes`: writable memory, about 600 MB of which Node sets aside for itself and hardly touches. */
export type Limits = { dataBytes: number; cpuSeconds: number; wallMs: number }
const drawing: Limits = { dataBytes: 1536 * 1024 * 1024, cpuSeconds: 240, wallMs: 300_000 }
const layingOut: Limits = { dataBytes: 900 * 1024 * 1024, cpuSeconds: 15, wallMs: 20_000 }

/** The longest is a sheet of fifty previews. */
const side = z.number().int().min(1).max(6400)

const frame = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('picture'), variant: z.string().regex(/^(?:sheet|marked|thumb-256|page-[1-9][0-9]{0,3}-1600)$/), type: z.enum(['image/jpeg', 'image/webp']),
    width: side, height: side, size: z.number().int().min(12).max(MAX_PICTURE_BYTES),
  }),
  z.object({
    kind: z.literal('end'), pages: z.number().int().min(0).max(1_000_000), size: z.literal(0),
    width: z.number().int().min(0).max(10_000_000).nullable(), height: z.number().int().min(0).max(10_000_000).nullable(),
    details: z.record(z.string().max(40), z.string().max(200)),
    found: z.object({ names: z.array(z.string().max(100)).max(5), birthDates: z.array(z.iso.date()).max(5), ids: z.array(z.string().max(100)).max(5) }),
  }),
])

export type Picture = { readonly variant: string; readonly type: string; readonly width: number; readonly height: number; readonly bytes: Buffer }
export type Made = {
  /** None where a file, such as a DICOM report, has nothing to be seen. */
  readonly pages: number
  readonly width: number | null
  readonly height: number | null
  readonly details: Readonly<Record<string, string>>
  readonly found: Found
}

/** The file does not decode, or took more memory or time than any honest one needs. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError'
}

/**
 * Has pictures made of a file, in a process that holds none of our secrets and cannot harm this one: no environment, bounded
 * memory, processor and wall time, no file that it may write, under Node's permission model no program that it may start, and no
 * network where the host lets a user have a network of their own. What it sends back is checked before it is believed.
 * docs/decisions/0010 says what this does not cover.
 *
 * @throws UndecodableError; whatever `plain` or `keep` throws
 */
export async function makePictures(
  file: { type: string; size: number; plain: () => AsyncIterable<Uint8Array> }, keep: (picture: Picture) => Promise<void>, within = drawing,
): Promise<Made> {
  return run({ type: file.type, maxPages: MAX_PAGES, size: file.size }, file.plain(), keep, within)
}

/**
 * Lays previews out on one strip, top to bottom. In the same kind of process: a file may have taken over the one that made them.
 * @throws UndecodableError
 */
export async function layOut(previews: readonly (Uint8Array | null)[]): Promise<Picture> {
  const bytes = previews.flatMap((preview) => preview ?? [])
  const asked = { cells: previews.map((preview) => preview?.length ?? null), size: bytes.reduce((sum, { length }) => sum + length, 0) }
  const kept: Picture[] = []
  await run(asked, (async function* () { yield* bytes })(), async (picture) => void kept.push(picture), layingOut)
  const [sheet] = kept
  if (sheet?.variant !== 'sheet') throw new UndecodableError('no sheet came')
  return sheet
}

/**
 * Writes words across a picture and below it. In the same kind of process, and for the same reason.
 * @throws UndecodableError
 */
export async function markOver(picture: Uint8Array, mark: { across: string; below: string }): Promise<Buffer> {
  const kept: Picture[] = []
  await run({ mark, size: picture.length }, (async function* () { yield picture })(), async (made) => void kept.push(made), layingOut)
  const [marked] = kept
  if (marked?.variant !== 'marked') throw new UndecodableError('no marked picture came')
  return marked.bytes
}

async function run(asked: Asked, bytes: AsyncIterable<Uint8Array>, keep: (picture: Picture) => Promise<void>, within: Limits): Promise<Made> {
  const child = startProgram(within)
  const stop = setTimeout(() => child.kill('SIGKILL'), within.wallMs)
  let failed: unknown
  const feeding = feed(child, asked, bytes).catch((error: unknown) => {
    // A child that ended early closes its side; what it said before counts.
    if (['EPIPE', 'ERR_STREAM_DESTROYED', 'ECONNRESET'].includes((error as NodeJS.ErrnoException).code ?? '')) return
    failed = error
    child.kill('SIGKILL')
  })
  try {
    return await collect(child, keep)
  } catch (error) {
    throw failed ?? error
  } finally {
    clearTimeout(stop)
    child.kill('SIGKILL')
    await feeding
  }
}

type Child = ChildProcessByStdio<Writable, Readable, null>

const folder = () => join(process.cwd(), 'lib', 'vault', 'pictures', 'program')

/** By their own names and by those that links lead to: packages may lie elsewhere. */
const readable = () => [...new Set([folder(), join(process.cwd(), 'node_modules'), join(process.cwd(), 'package.json')].flatMap((path) => [path, realpathSync(path)]))]

let fences: { limits: boolean; network: boolean } | undefined

/** What the host offers to hold a program with. */
function fence({ dataBytes, cpuSeconds }: Limits): string[] {
  fences ??= {
    limits: existsSync('/usr/bin/prlimit'),
    // Not everywhere may a user have namespaces of their own; in most containers nobody may.
    network: spawnSync('/usr/bin/unshare', ['--user', '--net', '/bin/true'], { stdio: 'ignore', env: {} as NodeJS.ProcessEnv }).status === 0,
  }
  return [
    ...(fences.network ? ['/usr/bin/unshare', '--user', '--net', '--'] : []),
    ...(fences.limits ? ['/usr/bin/prlimit', `--data=${dataBytes}`, `--cpu=${cpuSeconds}`, '--fsize=0', '--core=0', '--'] : []),
  ]
}

/**
 * The program within its fences.
 * @param code what runs there; tests have it try what it may not
 */
export function startProgram(within: Limits = drawing, code: readonly string[] = [join(folder(), 'decode.ts')]): Child {
  const [program = '', ...args] = [
    ...fence(within), process.execPath, '--permission', '--allow-addons', ...readable().map((path) => `--allow-fs-read=${path}`),
    '--disable-warning=ExperimentalWarning', '--disable-warning=SecurityWarning', '--max-old-space-size=768', ...code,
  ]
  const child: Child = spawn(program, args, {
    cwd: process.cwd(), env: { VIPS_CONCURRENCY: '1', UV_THREADPOOL_SIZE: '2', MALLOC_ARENA_MAX: '2' } as unknown as NodeJS.ProcessEnv, stdio: ['pipe', 'pipe', 'ignore'],
  })
  try {
    // Whoever waits for a page comes first.
    if (child.pid !== undefined) setPriority(child.pid, 10)
  } catch {
    // It has ended already, which is told elsewhere.
  }
  child.on('error', () => child.stdout.destroy())
  return child
}

async function feed(child: Child, asked: Asked, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const write = (piece: Uint8Array) => new Promise<void>((resolve, reject) => child.stdin.write(piece, (error) => (error ? reject(error) : resolve())))
  child.stdin.on('error', () => undefined)
  await write(frameHead(asked))
  for await (const piece of bytes) await write(piece)
  child.stdin.end()
}

async function collect(child: Child, keep: (picture: Picture) => Promise<void>): Promise<Made> {
  const take = taker(child.stdout)
  const seen = new Set<string>()
  for (;;) {
    const read = await takeHead(take).then((head) => frame.safeParse(head)).catch((error: unknown) => { throw new UndecodableError('it broke off', { cause: error }) })
    if (!read.success) throw new UndecodableError('it broke off')
    const { data } = read
    if (data.kind === 'end') {
      const { pages, width, height, details, found } = data
      return { pages, width, height, details, found }
    }
    const bytes = await take(data.size).catch(() => null)
    if (!bytes || !begins(bytes, data.type) || seen.has(data.variant) || seen.size > MAX_PAGES) throw new UndecodableError('a picture broke off')
    seen.add(data.variant)
    await keep({ variant: data.variant, type: data.type, width: data.width, height: data.height, bytes })
  }
}

/** A program that a file took over could answer anything; a browser must at least get the kind of picture that it is told it gets. */
function begins(bytes: Buffer, type: 'image/jpeg' | 'image/webp'): boolean {
  return type === 'image/jpeg' ? bytes.readUInt16BE(0) === 0xffd8 : bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
}
