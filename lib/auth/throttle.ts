import 'server-only'
import { sql } from 'kysely'
import type { IdentityHandle } from '@/db/identity'
import { readHeader } from '@/lib/auth/jar'
import { networkOf } from '@/lib/platform/address'
import { keyedHash } from '@/lib/platform/seal'

/** A token bucket. Its key is an HMAC: the table of buckets names no address and no e-mail. */
export type Bucket = { key: Buffer; capacity: number; perMinute: number }

export function bucket(name: string, value: string, capacity: number, perMinute: number): Bucket {
  return { key: keyedHash(`throttle|${name}`, value), capacity, perMinute }
}

/** Where the request came from, as one place on the network (see lib/platform/forwarded.ts for whose word counts). */
export async function callersNetwork(): Promise<string> {
  return networkOf((await readHeader('x-forwarded-for')) ?? '')
}

/**
 * What wrong passwords are counted against.
 *
 * A browser that has signed in to this account before has a bucket of its own and no other, so that nobody else's
 * guesses lock its owner out, and a busy office behind one address does not starve. For every other browser three count:
 * - this account from this network: a stranger's guesses fill the stranger's bucket;
 * - this account from anywhere: many networks together guess slowly too. It refills faster than the one above, so that a
 *   single network never empties it (NIST SP 800-63B-4 section 3.2.2 asks for a limit per account);
 * - this network: one password against many accounts. It is large, for it may be an office or a school.
 */
export function passwordBuckets({ account, network, device }: { account: string; network: string; device: string | null }): Bucket[] {
  if (device) return [bucket('known device', `${account}|${device}`, 8, 0.2)]
  return [
    bucket('account from network', `${account}|${network}`, 8, 0.1),
    bucket('account', account, 40, 0.2),
    bucket('network', network, 100, 10),
  ]
}

/** What wrong second factors are counted against: whoever gets here knows the password already. */
export const factorBuckets = (person: string): Bucket[] => [bucket('second factor', person, 10, 0.1)]

/** What wrong passwords at a lock screen or a confirmation are counted against: one session. */
export const sessionBuckets = (session: string): Bucket[] => [bucket('session', session, 8, 0.2)]

/**
 * What links that open nothing, and codes that do not fit one, are counted against: whoever tries them has no account yet
 * that could be named. Large, for the place may be an office whose patients type their codes in its waiting room.
 */
export const linkBuckets = async (): Promise<Bucket[]> => [bucket('link from network', await callersNetwork(), 100, 10)]

const columns = (buckets: readonly Bucket[]) => sql.join([
  sql.val(buckets.map(({ key }) => key)), sql.val(buckets.map(({ capacity }) => capacity)), sql.val(buckets.map(({ perMinute }) => perMinute)),
])

/** Seconds until another try makes sense; 0: now. It counts nothing. */
export async function secondsToWait(db: IdentityHandle, buckets: readonly Bucket[]): Promise<number> {
  const { rows } = await sql<{ wait: number }>`select identity.throttle_wait(${columns(buckets)}) as wait`.execute(db)
  return rows[0]?.wait ?? 0
}

/**
 * Counts a try whose result is known and not yet told. When the answer is above 0, tell nothing of the result: by now
 * somebody else's tries have used the bucket up. A right one costs nothing.
 */
export async function settle(db: IdentityHandle, buckets: readonly Bucket[], failed: boolean): Promise<number> {
  const { rows } = await sql<{ wait: number }>`select identity.throttle_settle(${columns(buckets)}, ${failed}) as wait`.execute(db)
  return rows[0]?.wait ?? 0
}

/** "40 seconds", "6 minutes": rounded up, so that who waits as told is not told to wait again. */
export function spoken(seconds: number): string {
  if (seconds <= 90) return `${Math.max(1, seconds)} ${seconds <= 1 ? 'second' : 'seconds'}`
  return `${Math.ceil(seconds / 60)} minutes`
}
