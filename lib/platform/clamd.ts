import 'server-only'
import { connect, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { deflateRawSync, crc32 } from 'node:zlib'
import { env } from '@/lib/platform/env'

/**
 * Why a file could not be looked through, though the scanner answered:
 *
 * - `scan_too_large`: beyond a limit of the scanner's (stream, file, nesting)
 * - `scan_encrypted`: a part of it is locked
 * - `scan_failed`: the scanner gave up on it
 * - `scan_limits_silent`: the scanner keeps to itself what it left out (AlertExceedsMax no), so its "clean" proves nothing
 * - `scan_none`: no scanner is named any more
 */
export type CheckReason = 'scan_too_large' | 'scan_encrypted' | 'scan_failed' | 'scan_limits_silent' | 'scan_none'

export type Verdict =
  | { readonly verdict: 'clean' }
  | { readonly verdict: 'infected'; readonly signature: string }
  | { readonly verdict: 'unscannable'; readonly why: CheckReason }
  /**
   * It did not answer, or not in words we know: asking again later may help. `brokeOff`: it hung up on the file, which may be
   * its way to say that the file is too long: where a write meets the dead line first, what it said is lost. Ask again at once.
   */
  | { readonly verdict: 'unavailable'; readonly brokeOff: boolean }

export type ScannerAddress = { readonly path: string } | { readonly host: string; readonly port: number }

/** Where clamd listens, by CLAMD_SOCKET or CLAMD_HOST; null: this installation has no scanner. */
export function scannerAddress(): ScannerAddress | null {
  const { CLAMD_SOCKET, CLAMD_HOST, CLAMD_PORT } = env()
  if (CLAMD_SOCKET) return { path: CLAMD_SOCKET }
  return CLAMD_HOST ? { host: CLAMD_HOST, port: CLAMD_PORT } : null
}

/** Nothing sent and nothing answered for so long (ms) means that nobody is there any more. A large file is looked through after its last byte. */
const PATIENCE = 300_000
const CONNECT_PATIENCE = 5_000
const ANSWER_BYTES = 4096

/** Has clamd look through a file as it streams past (INSTREAM: pieces with their lengths, then one of length 0). */
export async function scan(at: ScannerAddress, bytes: AsyncIterable<Uint8Array>, patience = PATIENCE): Promise<Verdict> {
  let socket: Socket | undefined
  try {
    socket = await connected(at)
    return verdictOf(await exchange(socket, bytes, patience))
  } catch (error) {
    if (error instanceof SourceError) throw error.cause
    return { verdict: 'unavailable', brokeOff: socket !== undefined }
  } finally {
    socket?.destroy()
  }
}

/** Whether the scanner tells what it leaves out: it is given archives in archives, deeper than any of its limits. */
export async function tellsItsLimits(at: ScannerAddress): Promise<boolean | null> {
  const answer = await scan(at, (async function* () { yield nestedArchives(120) })(), 30_000)
  return answer.verdict === 'unavailable' ? null : answer.verdict === 'unscannable' && answer.why === 'scan_too_large'
}

class SourceError extends Error {}

function connected(at: ScannerAddress): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...at, timeout: CONNECT_PATIENCE })
    socket.once('connect', () => resolve(socket))
    socket.once('timeout', () => socket.destroy(new Error('clamd: no answer')))
    socket.once('error', reject)
  })
}

/** Sends the file and gives what clamd says, which may be said before the file's end. */
async function exchange(socket: Socket, bytes: AsyncIterable<Uint8Array>, patience: number): Promise<string> {
  let said = ''
  let over = false
  socket.setEncoding('latin1')
  const answer = new Promise<string>((resolve, reject) => {
    socket.on('data', (part: string) => {
      said += part
      if (said.includes('\0') || said.length > ANSWER_BYTES) resolve(said)
    })
    const end = (error?: unknown): void => (said.includes('\0') ? resolve(said) : reject(error instanceof Error ? error : new Error('clamd: went away')))
    socket.on('error', end)
    socket.on('close', end)
    socket.setTimeout(patience, () => socket.destroy(new Error('clamd: no answer')))
  })
  const done = answer.then(() => void (over = true), () => void (over = true))
  socket.write('zINSTREAM\0')
  try {
    for await (const chunk of bytes) {
      if (over) break
      if (chunk.length === 0) continue
      const length = Buffer.alloc(4)
      length.writeUInt32BE(chunk.length)
      socket.cork()
      socket.write(length)
      const written = new Promise((resolve) => socket.write(chunk, resolve))
      socket.uncork()
      await Promise.race([written, done])
      // clamd says that a file is too long and hangs up at once: what it said is read before the next write finds the line dead.
      await setImmediate()
    }
  } catch (cause) {
    throw new SourceError('the file could not be read', { cause })
  }
  if (!over) socket.write(Buffer.alloc(4))
  return answer
}

function verdictOf(answer: string): Verdict {
  const said = answer.replace(/\0[\s\S]*$/, '').trim()
  if (/^stream: OK$/.test(said)) return { verdict: 'clean' }
  const signature = /^stream: (\S{1,120}) FOUND$/.exec(said)?.[1]
  if (signature?.startsWith('Heuristics.Limits.Exceeded')) return { verdict: 'unscannable', why: 'scan_too_large' }
  if (signature?.startsWith('Heuristics.Encrypted')) return { verdict: 'unscannable', why: 'scan_encrypted' }
  if (signature) return { verdict: 'infected', signature: signature.replace(/[^A-Za-z0-9._:-]/g, '') }
  if (/^INSTREAM size limit exceeded\. ERROR$/.test(said)) return { verdict: 'unscannable', why: 'scan_too_large' }
  // Out of memory, reloading, too many connections: the scanner's trouble, and no word on the file.
  return /^stream: .*ERROR$/.test(said) && !/memory|open|read|time/i.test(said) ? { verdict: 'unscannable', why: 'scan_failed' } : { verdict: 'unavailable', brokeOff: false }
}

function nestedArchives(depth: number): Buffer {
  let inner: Buffer = Buffer.from('the innermost')
  for (let n = 0; n < depth; n++) inner = archiveOf(inner)
  return inner
}

/** A ZIP archive with one compressed file in it. */
function archiveOf(plain: Buffer): Buffer {
  const name = Buffer.from('a.zip')
  const packed = deflateRawSync(plain)
  const facts = Buffer.alloc(26)
  facts.writeUInt16LE(20, 0)
  facts.writeUInt16LE(8, 4)
  facts.writeUInt32LE(crc32(plain), 10)
  facts.writeUInt32LE(packed.length, 14)
  facts.writeUInt32LE(plain.length, 18)
  facts.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), facts, name, packed])
  const central = Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), facts, Buffer.alloc(14), name])
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}
