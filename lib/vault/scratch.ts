import 'server-only'

const KEEP = 8
const STEP = 65_536
const idle: Buffer[] = []

/**
 * Lends a buffer for the time of one read and decryption. It is taken back before the result goes to a slow
 * reader, so two hundred of them share what a few need. What it held is ciphertext; it is not cleared.
 * @param length bytes; the lent buffer has exactly this length
 */
export async function withScratch<T>(length: number, use: (buffer: Buffer) => Promise<T>): Promise<T> {
  const at = idle.findIndex((buffer) => buffer.length >= length)
  const buffer = at >= 0 ? idle.splice(at, 1)[0]! : Buffer.allocUnsafeSlow(Math.ceil(length / STEP) * STEP)
  try {
    return await use(buffer.subarray(0, length))
  } finally {
    // The largest are kept, the smallest is let go.
    idle.push(buffer)
    idle.sort((a, b) => a.length - b.length)
    if (idle.length > KEEP) idle.shift()
  }
}
