import 'server-only'
import type { IdentityHandle } from '@/db/identity'
import { bucket, callersNetwork, secondsToWait, settle } from '@/lib/auth/throttle'

/**
 * Whether letters were asked for too often. To one address from one place on the network: four at once, then one every ten
 * minutes. To one address from anywhere: forty, then one every two minutes, which is more than a single place can use up,
 * so that a stranger does not keep its owner from asking. From one place, which may be an office: thirty, then one a minute.
 */
export async function slowed(db: IdentityHandle, email: string): Promise<boolean> {
  const network = await callersNetwork()
  const buckets = [
    bucket('recovery', `${email}|${network}`, 4, 0.1), bucket('recovery from anywhere', email, 40, 0.5), bucket('recovery from network', network, 30, 1),
  ]
  if ((await secondsToWait(db, buckets)) > 0) return true
  return (await settle(db, buckets, true)) > 0
}
