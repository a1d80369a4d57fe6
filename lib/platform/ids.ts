import 'server-only'
import { randomUUID, randomUUIDv7 } from 'node:crypto'

export type Uuid = `${string}-${string}-${string}-${string}-${string}`

/** A version 4 UUID (RFC 9562): for every id that leaves the server, for it tells nothing, not even its age. */
export function newId(): Uuid {
  return randomUUID()
}

/** A version 7 UUID (RFC 9562), ordered by time: for ids that stay inside, such as audit events. */
export function newInnerId(): Uuid {
  return randomUUIDv7()
}

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Whether a text is a UUID in the one spelling we write (lower case); another spelling is another address. */
export function isId(text: unknown): text is Uuid {
  return typeof text === 'string' && pattern.test(text)
}

/** The request's id as proxy.ts set it, or a new one where the request did not pass there. */
export function requestIdOf(header: string | null | undefined): Uuid {
  return isId(header) ? header : newId()
}
