import 'server-only'
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { z } from '@/lib/platform/zod'
import { frameHead, takeHead, taker, type Found } from './program/frames'

/** Pages of one document that are drawn; what lies behind them is in the original. */
export const MAX_PAGES = 200
/** Bytes of a file that pictures are made of: the program that decodes holds it whole, within its own limit. */
export const MAX_PICTURED_BYTES = 256 * 1024 * 1024

/** The kinds that the program can decode. HEIC and DICOM come in and have no pictures yet; text needs none. */
export const PICTURED: ReadonlySet<string> = new Set(['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/tiff'])

const MAX_PICTURE_BYTES = 8 * 1024 * 1024
const limits = { dataBytes: 1536 * 1024 * 1024, cpuSeconds: 240, wallMs: 300_000 }

const frame = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('picture'), variant: z.string().regex(/^(?:thumb-256|page-[1-9][0-9]{0,3}-1600)$/), type: z.enum(['image/jpeg', 'image/webp']),
    width: z.number().int().min(1).max(1600), height: z.number().int().min(1).max(1600), size: z.number().int().min(1).max(MAX_PICTURE_BYTES),
  }),
  z.object({
    kind: z.literal('end'), pages: z.number().int().min(1).max(1_000_000), size: z.literal(0),
    found: z.object({ names: z.array(z.string().max(100)).max(5), birthDates: z.array(z.iso.date()).max(5), ids: z.array(z.string().max(100)).max(5) }),
  }),
])

export type Picture = { readonly variant: string; readonly type: string; readonly width: number; readonly height: number; readonly bytes: Buffer }
export type Made = { readonly pages: number; readonly found: Found }

/** The file does not decode, or took more memory or time than any honest one needs. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError'
}

/**
 * Has pictures made of a file, in a process that holds none of our secrets and cannot harm this one: no environment, bounded
 * memory, processor and wall time, no file that it may write, and under Node's permission model no program that it may start.
 * What it sends back is checked before it is believed. What this does not cover: it may open connections where the host lets it
 * (Node 24's permission model has no word on the network), and on systems without prlimit only time and the heap are bounded.
 *
 * @throws UndecodableError; whatever `plain` or `keep` throws
 */
export async function makePictures(
  file: { type: string; size: number; plain: () => AsyncIterable<Uint8Array> }, keep: (picture: Picture) => Promise<void>,
): Promise<Made> {
  const child = start()
  const stop = setTimeout(() => child.kill('SIGKILL'), limits.wallMs)
  let failed: unknown
  const feeding = feed(child, file).catch((error: unknown) => {
    // A child that ended early closes its side; what it said before counts.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return
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

function start(): Child {
  const here = process.cwd()
  const node = [
    '--permission', '--allow-addons', `--allow-fs-read=${join(here, 'node_modules')}`, `--allow-fs-read=${join(here, 'lib', 'vault', 'pictures', 'program')}`,
    `--allow-fs-read=${join(here, 'package.json')}`, '--disable-warning=ExperimentalWarning', '--disable-warning=SecurityWarning',
    '--max-old-space-size=768', join(here, 'lib', 'vault', 'pictures', 'program', 'decode.ts'),
  ]
  const fence = '/usr/bin/prlimit'
  const fenced = existsSync(fence)
  const args = fenced ? [`--data=${limits.dataBytes}`, `--cpu=${limits.cpuSeconds}`, '--fsize=0', '--core=0', '--', process.execPath, ...node] : node
  const child: Child = spawn(fenced ? fence : process.execPath, args, { cwd: here, env: { VIPS_CONCURRENCY: '1', UV_THREADPOOL_SIZE: '2' } as unknown as NodeJS.ProcessEnv, stdio: ['pipe', 'pipe', 'ignore'] })
  // Whoever waits for a page comes first.
  if (child.pid !== undefined) setPriority(child.pid, 10)
  child.on('error', () => child.stdout.destroy())
  return child
}

async function feed(child: Child, { type, size, plain }: { type: string; size: number; plain: () => AsyncIterable<Uint8Array> }): Promise<void> {
  const write = (bytes: Uint8Array) => new Promise<void>((resolve, reject) => child.stdin.write(bytes, (error) => (error ? reject(error) : resolve())))
  child.stdin.on('error', () => undefined)
  await write(frameHead({ type, maxPages: MAX_PAGES, size }))
  for await (const bytes of plain()) await write(bytes)
  child.stdin.end()
}

async function collect(child: Child, keep: (picture: Picture) => Promise<void>): Promise<Made> {
  const take = taker(child.stdout)
  const seen = new Set<string>()
  for (;;) {
    const read = await takeHead(take).then((head) => frame.safeParse(head)).catch((error: unknown) => { throw new UndecodableError('it broke off', { cause: error }) })
    if (!read.success) throw new UndecodableError('it broke off')
    const { data } = read
    if (data.kind === 'end') return { pages: data.pages, found: data.found }
    const bytes = await take(data.size).catch(() => null)
    if (!bytes || seen.has(data.variant) || seen.size > MAX_PAGES) throw new UndecodableError('a picture broke off')
    seen.add(data.variant)
    await keep({ variant: data.variant, type: data.type, width: data.width, height: data.height, bytes })
  }
}
