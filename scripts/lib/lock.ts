import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

type Holder = { pid: number; born: string; note: string }

/** The kernel's line on a process, from its state on; empty where there is no /proc or no such process. */
function status(pid: number): string[] {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return line.slice(line.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

/** When a process began, in the kernel's ticks: tells a process from a later one with the same number. */
export function bornAt(pid: number): string {
  return status(pid)[19] ?? ''
}

/** Whether a process with this number lives; one that ended and was never collected does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return status(pid)[0] !== 'Z'
}

function holderOf(path: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Holder
    return isAlive(holder.pid) && bornAt(holder.pid) === holder.born ? holder : undefined
  } catch {
    return undefined
  }
}

/** Takes a lock file for this process, or returns who holds it; one left by a killed process is taken over. */
export function tryLock(path: string, note = ''): { release: () => void } | { holder: Holder } {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      // Linked into place whole: nobody ever reads a lock that does not name its holder yet.
      const draft = `${path}.${process.pid}`
      const holder: Holder = { pid: process.pid, born: bornAt(process.pid), note }
      writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 })
      try {
        linkSync(draft, path)
      } finally {
        rmSync(draft, { force: true })
      }
      const release = () => rmSync(path, { force: true })
      process.once('exit', release)
      return { release }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = holderOf(path)
      if (holder) return { holder }
      rmSync(path, { force: true })
    }
  }
  throw new Error(`the lock ${path} cannot be taken`)
}

/** Runs `body` while holding the lock, waiting for whoever holds it first. */
export async function withLock<T>(path: string, waiting: string, body: () => Promise<T>): Promise<T> {
  let told = false
  for (;;) {
    const lock = tryLock(path)
    if ('release' in lock) {
      try {
        return await body()
      } finally {
        lock.release()
      }
    }
    if (!told) console.log(waiting)
    told = true
    await sleep(250)
  }
}

/** Whether a live process holds this lock. */
export function isLocked(path: string): boolean {
  return existsSync(path) && holderOf(path) !== undefined
}
