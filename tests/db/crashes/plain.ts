import { closeSync, existsSync, openSync, readSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { canary } from './papers'

const step = 4 * 1024 * 1024
/** One for all files: most are far smaller. */
const buffer = Buffer.alloc(step + canary.length)

/** Whether a file holds the canary in the clear, wherever in it. */
function holdsCanary(path: string): boolean {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    // It went away meanwhile.
    return false
  }
  try {
    for (let at = 0; ; at += step) {
      const got = readSync(file, buffer, 0, buffer.length, at)
      if (buffer.subarray(0, got).includes(canary)) return true
      if (got < buffer.length) return false
    }
  } finally {
    closeSync(file)
  }
}

/** Every file below a folder. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
}

/** Files below these folders that hold the canary in the clear; those of `seen` are not looked at again. */
export function plainBelow(folders: readonly string[], seen = new Set<string>()): string[] {
  return folders.flatMap(filesBelow).filter((path) => {
    if (seen.has(path)) return false
    seen.add(path)
    return holdsCanary(path)
  })
}
