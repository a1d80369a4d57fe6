import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { onStop } from './lifetime'

export type Child = {
  pid: number
  /** Resolves with the exit code; a death by signal counts as 128. */
  exited: Promise<number>
  /** Asks the whole group to end, and after `graceMs` makes it. */
  stop: (graceMs?: number) => Promise<void>
  process: ChildProcess
}

/**
 * Starts a program in a process group of its own, so that Ctrl-C reaches it through us alone and in order,
 * and so that whatever it spawns ends with it. Should we be killed outright, a watcher ends the group.
 */
export function startChild(command: string, args: string[], options: SpawnOptions = {}): Child {
  const detached = process.platform !== 'win32'
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options, detached })
  const exited = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 128))
    child.once('error', (error) => {
      console.error(`${command} does not start: ${error.message}`)
      resolve(127)
    })
  })
  const pid = child.pid ?? 0
  const unwatch = pid && detached ? watchOver(`kill -TERM -${pid}; sleep 5; kill -KILL -${pid}`) : () => {}
  void exited.then(() => {
    unwatch()
    // What the leader left behind in its group ends with it.
    signalGroup(pid, 'SIGKILL', detached)
  })
  const stop = async (graceMs = 8000) => {
    signalGroup(pid, 'SIGTERM', detached)
    const force = setTimeout(() => signalGroup(pid, 'SIGKILL', detached), graceMs)
    await exited
    clearTimeout(force)
  }
  onStop(() => stop())
  return { pid, exited, stop, process: child }
}

/** Runs a program to its end and returns its exit code; output goes to the terminal. */
export async function run(command: string, args: string[], options: SpawnOptions = {}): Promise<number> {
  return await startChild(command, args, options).exited
}

function signalGroup(pid: number, signal: NodeJS.Signals, detached: boolean): void {
  if (!pid) return
  try {
    process.kill(detached ? -pid : pid, signal)
  } catch {
    // Already gone.
  }
}

/**
 * A shell that waits for our end of a pipe to close, which happens even under kill -9, and then runs `farewell`.
 * Returns the call that dismisses it.
 */
export function watchOver(farewell: string): () => void {
  const script = `trap "" INT TERM HUP; read -r word && exit 0; { ${farewell}; } 2>/dev/null`
  const watcher = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' })
  watcher.on('error', () => {})
  watcher.stdin.on('error', () => {})
  watcher.unref()
  ;(watcher.stdin as unknown as { unref?: () => void }).unref?.()
  return () => {
    watcher.stdin.end('dismissed\n')
  }
}
