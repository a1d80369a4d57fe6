import 'server-only'

let source: (() => Date) | undefined

/** The present instant; the only way product code asks for it, so that tests can move it. */
export function now(): Date {
  return source ? source() : new Date()
}

/**
 * Puts another clock in place until the returned function is called.
 * @throws in production: there nothing may decide what time it is but the machine
 */
export function setClock(clock: () => Date): () => void {
  if (process.env.NODE_ENV === 'production') throw new Error('the clock of a production process is not settable')
  source = clock
  return () => {
    source = undefined
  }
}
