import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = realpathSync(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))

/** Everything Enamel writes beside its sources: data, secrets, stamps. Never committed. */
export const stateDir = join(root, '.enamel')

/** Tells two checkouts on one machine apart. */
export const checkoutId = createHash('sha256').update(root).digest('hex').slice(0, 12)

/** Makes a private folder below `.enamel` and returns its path. */
export function stateFolder(...names: string[]): string {
  mkdirSync(stateDir, { recursive: true, mode: 0o711 })
  const path = join(stateDir, ...names)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  return path
}
