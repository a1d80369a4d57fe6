import 'server-only'
import { type IncomingHttpHeaders, Server } from 'node:http'
import { BlockList, isIP } from 'node:net'

type Emit = (this: Server, event: string, ...args: unknown[]) => boolean
const installed = Symbol.for('enamel.forwarded')

/** The proxies whose word counts, from entries such as `127.0.0.1` and `10.0.0.0/8`. */
export function networks(entries: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (address) => {
    const plain = unmapped(address)
    const family = isIP(plain)
    return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4')
  }
}

/** IPv4 behind an IPv6 socket is written ::ffff:127.0.0.1; it is the IPv4 address that was meant. */
function unmapped(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

/**
 * Rewrites what a request says of its own journey. From a trusted proxy, X-Forwarded-For becomes the last address that
 * is no proxy of ours; from anybody else all of it is dropped, so that nobody chooses the address he is counted under,
 * or the host that links and origin checks are made from. After this, X-Forwarded-For is one address and true.
 */
export function rewriteForwarded(headers: IncomingHttpHeaders, peer: string, isTrusted: (address: string) => boolean): void {
  const claimed = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').map((part) => unmapped(part.trim())).filter(Boolean)
  const trusted = isTrusted(peer)
  for (const name of ['forwarded', 'x-forwarded-port', 'x-real-ip', 'x-client-ip', 'cf-connecting-ip', 'true-client-ip']) delete headers[name]
  if (!trusted) {
    delete headers['x-forwarded-host']
    delete headers['x-forwarded-proto']
  }
  const client = trusted ? claimed.findLast((address) => !isTrusted(address)) : undefined
  headers['x-forwarded-for'] = client && isIP(client) ? client : unmapped(peer)
}

/** Puts that in front of everything this process serves. Before the framework reads a header; once. */
export function installForwarded(entries: readonly string[]): void {
  const prototype = Server.prototype as unknown as { emit: Emit; [installed]?: true }
  if (prototype[installed]) return
  prototype[installed] = true
  const isTrusted = networks(entries)
  const emit = prototype.emit
  prototype.emit = function emitForwarded(this: Server, event: string, ...args: unknown[]) {
    if (event === 'request' || event === 'upgrade') {
      const request = args[0] as { headers: IncomingHttpHeaders; socket: { remoteAddress?: string } }
      rewriteForwarded(request.headers, request.socket.remoteAddress ?? '', isTrusted)
    }
    return emit.call(this, event, ...args)
  }
}
