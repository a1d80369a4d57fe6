import 'server-only'
import type { IdentityHandle } from '@/db/identity'
import { bucket, callersNetwork, secondsToWait, settle } from '@/lib/auth/throttle'

/**
 * Whether letters were asked for too often: to one address four at once and then one every ten minutes; from one place on
 * the network, which may be an office, thirty and then one a minute.
 */
export async function slowed(db: IdentityHandle, email: string): Promise<boolean> {
  const buckets = [bucket('recovery', email, 4, 0.1), bucket('recovery from network', await callersNetwork(), 30, 1)]
  if ((await secondsToWait(db, buckets)) > 0) return true
  return (await settle(db, buckets, true)) > 0
}
