import { type IncomingMessage, type ServerResponse, request as forward } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Authority } from './authority'

/** The TLS proxy of a production installation, as small as can be: it speaks for its clients and believes none. */
export async function terminateTls({ cert, key }: Authority, upstream: number): Promise<{ port: number; close: () => Promise<void> }> {
  const open = new Set<Socket>()
  const server = createServer({ cert, key }, (request, response) => pass(request, response, upstream))
  // A client that goes away in the middle is part of the tests.
  server.on('tlsClientError', () => {})
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of open) socket.destroy()
    })
  return { port: (server.address() as AddressInfo).port, close }
}

function pass(request: IncomingMessage, response: ServerResponse, port: number): void {
  const headers = { ...request.headers }
  for (const name of ['forwarded', 'x-real-ip', 'connection', 'keep-alive', 'upgrade']) delete headers[name]
  headers['x-forwarded-for'] = request.socket.remoteAddress ?? ''
  headers['x-forwarded-proto'] = 'https'
  headers['x-forwarded-host'] = request.headers.host ?? ''
  const onward = forward({ host: '127.0.0.1', port, method: request.method, path: request.url, headers, setHost: false }, (answer) => {
    // What concerns one connection is not handed on to the other (RFC 9110 §7.6.1).
    const pairs = Array.from({ length: answer.rawHeaders.length / 2 }, (_, at) => answer.rawHeaders.slice(at * 2, at * 2 + 2))
    const onwards = pairs.filter(([name = '']) => !/^(connection|keep-alive)$/i.test(name)).flat()
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, onwards)
    answer.pipe(response)
    answer.on('error', () => response.destroy())
  })
  onward.on('error', () => {
    if (response.headersSent) response.destroy()
    else response.writeHead(502).end()
  })
  request.pipe(onward)
  response.on('close', () => onward.destroy())
}
