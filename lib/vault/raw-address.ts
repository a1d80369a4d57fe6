import 'server-only'
import { Server } from 'node:http'
import type { IncomingMessage } from 'node:http'

/**
 * Next rewrites an address before a route handler sees it: `%69` becomes `i`, and parameters of its own naming
 * (`nxtP…`) vanish. A signed link has one spelling, so the address is kept as it came over the wire, in a field that
 * no client can set.
 */
const FIELD = 'x-vault-address'
const WRAPPED = Symbol.for('enamel.vault.raw-address')

/** Called once from instrumentation; calling it again changes nothing. */
export function keepRawAddress(): void {
  const prototype = Server.prototype as Server & { [WRAPPED]?: true }
  if (prototype[WRAPPED]) return
  // eslint-disable-next-line typescript/unbound-method -- called below with its own `this`
  const emit = prototype.emit as (event: string | symbol, ...given: unknown[]) => boolean
  prototype.emit = function (this: Server, event: string | symbol, ...given: unknown[]) {
    if (event === 'request') {
      const { headers, url = '' } = given[0] as IncomingMessage
      delete headers[FIELD]
      if (url.startsWith('/v1/')) headers[FIELD] = url
    }
    return emit.call(this, event, ...given)
  } as Server['emit']
  prototype[WRAPPED] = true
}

/** Path and query as the client sent them; where no server of ours stands in front (tests), as the request has them. */
export function rawAddress(request: Request): string {
  const kept = request.headers.get(FIELD)
  if (kept !== null) return kept
  const { pathname, search } = new URL(request.url)
  return pathname + search
}
