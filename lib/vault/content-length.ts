import 'server-only'
import { ServerResponse } from 'node:http'
import type { OutgoingHttpHeader, OutgoingHttpHeaders } from 'node:http'
import type { Delivery } from './deliver'

/**
 * Next (16.4.5 and later) takes Content-Length off the answers of route handlers. Without it a viewer cannot show
 * progress and pdf.js gives up ranges. The length therefore travels in a private field, which becomes Content-Length
 * in the last place before the wire and never leaves. HTTP/1.1 only: HTTP/2 ends at the proxy in front.
 */
export const PRIVATE_LENGTH = 'x-vault-length'

const WRAPPED = Symbol.for('enamel.vault.content-length')

type Arguments = [number, ...(string | OutgoingHttpHeaders | OutgoingHttpHeader[] | undefined)[]]

/** Called once from instrumentation, before the server answers; calling it again changes nothing. */
export function restoreContentLength(): void {
  const prototype = ServerResponse.prototype as ServerResponse & { [WRAPPED]?: true }
  if (prototype[WRAPPED]) return
  // eslint-disable-next-line typescript/unbound-method -- called below with its own `this`
  const writeHead = prototype.writeHead as (...given: Arguments) => ServerResponse
  prototype.writeHead = function (this: ServerResponse, ...given: Arguments) {
    const length = this.getHeader(PRIVATE_LENGTH)
    if (length !== undefined) {
      this.removeHeader(PRIVATE_LENGTH)
      // Transfer-Encoding and Content-Length together are how requests are smuggled past a proxy (RFC 9112 §6.2).
      if (/^\d{1,15}$/.test(String(length)) && !this.hasHeader('transfer-encoding')) {
        this.setHeader('content-length', String(length))
      }
    }
    return writeHead.apply(this, given)
  }
  prototype[WRAPPED] = true
}

/** A delivery as a route handler returns it. */
export function asResponse(delivery: Delivery): Response {
  const headers = new Headers(delivery.headers)
  const length = headers.get('content-length')
  if (length !== null) headers.set(PRIVATE_LENGTH, length)
  return new Response(delivery.body, { status: delivery.status, headers })
}
