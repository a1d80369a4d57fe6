const begun = Date.now()

/** One line of progress. */
export function say(text: string): void {
  console.log(`  ${text}`)
}

/** Tells what begins, runs it, and tells how long it took. */
export async function step<T>(what: string, body: () => Promise<T>): Promise<T> {
  const started = Date.now()
  say(`${what} …`)
  const result = await body()
  say(`${what}: done in ${seconds(Date.now() - started)}`)
  return result
}

/** Since this process began. */
export function elapsed(): string {
  return seconds(Date.now() - begun)
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
