/** What the windows of one browser tell each other about the session they share. Nothing of a record. */
export type Word =
  | { type: 'act'; secondsLeft: number }
  | { type: 'locked' }
  | { type: 'unlocked' }
  | { type: 'left' }

const name = 'enamel-session'

/** Tells the other windows; a browser without the means has its polls. */
export function tellWindows(word: Word): void {
  if (typeof BroadcastChannel === 'undefined') return
  const channel = new BroadcastChannel(name)
  // A channel reaches this origin's windows alone and takes no target.
  // oxlint-disable-next-line require-post-message-target-origin
  channel.postMessage(word)
  channel.close()
}

/** Settles at the next word of any window, this one too, or after so long (ms): one that is not heard must not be waited for. */
export function nextWord(atMost: number): Promise<void> {
  return new Promise((resolve) => {
    const unhear = hearWindows(() => done())
    const timer = setTimeout(() => done(), atMost)
    const done = () => {
      unhear()
      clearTimeout(timer)
      resolve()
    }
  })
}

/** Hears the other windows until the returned function is called. */
export function hearWindows(hear: (word: Word) => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => {}
  const channel = new BroadcastChannel(name)
  channel.onmessage = ({ data }: MessageEvent<Word>) => hear(data)
  return () => channel.close()
}
