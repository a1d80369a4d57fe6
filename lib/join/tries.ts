import 'server-only'
import type { IdentityHandle } from '@/db/identity'
import { AppError, kept } from '@/lib/access/errors'
import { linkBuckets, secondsToWait, settle, spoken } from '@/lib/auth/throttle'

const tooOften = (seconds: number) =>
  new AppError('slow_down', 'too many links', { says: `There were too many tries from here. Please wait ${spoken(seconds)}, then try again.`, retryAfter: seconds })

/** Before a link is looked at, and whatever it is worth. @throws AppError when too many from here were worth nothing */
export async function notTooOften(db: IdentityHandle): Promise<void> {
  const wait = await secondsToWait(db, await linkBuckets())
  if (wait > 0) throw tooOften(wait)
}

/** Counts a link or code that was worth nothing, and passes on what is said of it. */
export async function worthNothing<T>(db: IdentityHandle, answer: T): Promise<T> {
  const wait = await settle(db, await linkBuckets(), true)
  return wait > 0 ? kept(tooOften(wait)) : answer
}
