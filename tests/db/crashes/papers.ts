import { createHash } from 'node:crypto'
import { dice } from '../../attack/engine/absent'
import { smallPdf } from '../../factories/small-pdf'
import type { OperationName, Point } from './points'

/** Stands in the clear in every file that is taken in, and must stand in the clear nowhere at rest. */
export const canary = 'enamel-crash-canary'

export const shaOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The same bytes for the same seed, in whichever process: a valid PDF of about so many, with the canary all through it. */
export function paperOf(seed: string, size = 0): Buffer {
  const roll = dice(`paper ${seed}`)
  const noise = Buffer.alloc(Math.max(64, size), `${canary} ${roll(2 ** 31).toString(36)} ${roll(2 ** 31).toString(36)}\n%`).toString('latin1')
  // The offsets in the table are then wrong, which readers mend and the intake does not look at.
  return Buffer.from(smallPdf(`${canary} ${seed}`).toString('latin1').replace('%PDF-1.4\n', () => `%PDF-1.4\n%${noise}\n`), 'latin1')
}

/** What is sent in parts is large enough to be cut, and the large one for more than one promise within a part. */
const sizes: Partial<Record<OperationName, readonly number[]>> = {
  upload: [0, 20_000, 200_000], correct: [0, 20_000, 200_000], parts: [150_000], cancel: [150_000], send: [150_000], 'large-parts': [9_500_000],
}

/** The file that a point is about. */
export function ownPaper({ operation, seed }: Pick<Point, 'operation' | 'seed'>): Buffer {
  const among = sizes[operation] ?? [0]
  return paperOf(seed, among[dice(`size ${seed}`)(among.length)])
}
