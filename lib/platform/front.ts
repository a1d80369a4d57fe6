import 'server-only'
import { Server } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Refuses what no browser sends, before the framework sees it: there, each of these is a fault of the server (500) or a
 * silence, and so an alarm that anybody could ring. It decides nothing about who may see what.
 */
const WRAPPED = Symbol.for('enamel.front')

/** Everything that a door of ours answers. TRACE and CONNECT cannot even be made a Request of. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS'])

/** And these where an upload goes on or is given up: nowhere else. */
const OF_UPLOADS = new Set(['PATCH', 'DELETE'])
const UPLOADS = /^\/v1\/[usf]\//

/** Called once from instrumentation; calling it again changes nothing. */
export function refuseMalformed(): void {
  const prototype = Server.prototype as Server & { [WRAPPED]?: true }
  if (prototype[WRAPPED]) return
  // eslint-disable-next-line typescript/unbound-method -- called below with its own `this`
  const emit = prototype.emit as (event: string | symbol, ...given: unknown[]) => boolean
  prototype.emit = function (this: Server, event: string | symbol, ...given: unknown[]) {
    if (event === 'request' || event === 'checkContinue') {
      const [request, response] = given as [IncomingMessage, ServerResponse]
      const status = malformed(request)
      if (status) {
        response.writeHead(status, {
          'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff',
          ...(status === 405 ? { Allow: [...METHODS].join(', ') } : {}),
        })
        response.end('This request cannot be understood.\n')
        // Read to its end: whoever is cut off while still speaking hears no answer.
        request.resume()
        return true
      }
    }
    // No door of ours speaks anything but HTTP; unanswered, whoever asked would wait. (Hot reload does, in development.)
    if (event === 'upgrade' && process.env.NODE_ENV !== 'development') {
      const socket = given[1] as Duplex
      socket.on('error', () => {})
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return true
    }
    return emit.call(this, event, ...given)
  } as Server['emit']
  prototype[WRAPPED] = true
}

/** The status of a refusal, or null for what can be understood. */
export function malformed({ method = '', url = '', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): 400 | 405 | 415 | null {
  if (!METHODS.has(method) && !(OF_UPLOADS.has(method) && UPLOADS.test(url))) return 405
  if (!url.startsWith('/') || !decodes(url.split('?', 1)[0] ?? '')) return 400
  const tree = headers['next-router-state-tree']
  if (tree !== undefined && !isTree(parsed(String(tree)))) return 400
  // RFC 2046 §5.1.1: a boundary of 1 to 70 characters, or there is no telling the parts.
  const type = headers['content-type'] ?? ''
  if (/^\s*multipart\//i.test(type) && !/;\s*boundary=("[^"\r\n]{1,70}"|[^\s";,]{1,70})\s*(;|$)/i.test(type)) return 415
  return null
}

function decodes(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0')
  } catch {
    return false
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(decodeURIComponent(text)) as unknown
  } catch {
    return undefined
  }
}

/** What the framework's own client says of the page it is on: a segment, and what lies below it by name. */
function isTree(tree: unknown, depth = 0): boolean {
  if (!Array.isArray(tree) || depth > 40) return false
  const [segment, below, ...more] = tree as unknown[]
  return (typeof segment === 'string' || Array.isArray(segment)) && typeof below === 'object' && below !== null && !Array.isArray(below)
    && more.length <= 4 && more.every((part) => typeof part !== 'object' || part === null || (Array.isArray(part) && part.every((word) => typeof word === 'string')))
    && Object.values(below).every((part) => isTree(part, depth + 1))
}
