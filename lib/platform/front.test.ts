import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, it, test } from 'vitest'
import { malformed, refuseMalformed } from './front'

refuseMalformed()
refuseMalformed()

async function answered(head: string): Promise<string> {
  const server = createServer((_, response) => response.end('let in'))
  // As the framework does, which knows upgrades in development only.
  server.on('upgrade', (_, socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  let said = ''
  socket.end(`${head}\r\nHost: x\r\nConnection: close\r\n\r\n`)
  for await (const part of socket) said += String(part)
  await new Promise((resolve) => server.close(resolve))
  return said
}

test.for([
  ['GET /portal/%zz HTTP/1.1', 400], ['GET /v1/d/% HTTP/1.1', 400], ['GET /%c0%ae HTTP/1.1', 400], ['GET /a%00b HTTP/1.1', 400], ['GET * HTTP/1.1', 400],
  ['TRACE / HTTP/1.1', 405], ['PATCH / HTTP/1.1', 405], ['DELETE /v1/d/x HTTP/1.1', 405], ['PUT /v1/u/x/y HTTP/1.1', 405], ['PROPFIND / HTTP/1.1', 405], ['POST / HTTP/1.1\r\nContent-Length: 0\r\nContent-Type: multipart/form-data', 415],
] as const)('%s is answered by %i, and seen by nobody', async ([head, status]) => {
  const said = await answered(head)
  expect(said).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(said).not.toContain('let in')
})

it('answers a wish for another protocol', async () => {
  expect(await answered('GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade')).toMatch(/^HTTP\/1.1 400 /)
})

test.for(['GET / HTTP/1.1', 'PATCH /v1/u/x/y HTTP/1.1', 'DELETE /v1/s/x/y HTTP/1.1', 'PATCH /v1/f/x/y HTTP/1.1', 'HEAD /a/b?c=% HTTP/1.1', 'GET /%F0%9F%A6%B7/%20 HTTP/1.1', 'POST /x HTTP/1.1\r\nContent-Length: 0\r\nContent-Type: multipart/form-data; boundary=----abc'])('%s is let in', async (head) => {
  expect(await answered(head)).toMatch(/^HTTP\/1.1 200 /)
})

it('knows the ways in which a boundary can be written', () => {
  const of = (type: string) => malformed({ method: 'POST', url: '/', headers: { 'content-type': type } })
  for (const good of ['multipart/form-data; boundary=a', 'multipart/form-data; boundary="a b"', 'Multipart/Form-Data; charset=utf-8; boundary=a', 'text/plain', ''])
    expect(of(good), good).toBe(null)
  for (const bad of ['multipart/form-data', 'multipart/form-data; boundary=', 'multipart/form-data; boundary="a', `multipart/form-data; boundary=${'a'.repeat(71)}`])
    expect(of(bad), bad).toBe(415)
})

it('refuses a state of the router that is none, which the framework would call its own fault', () => {
  const of = (tree: unknown) => malformed({ method: 'GET', url: '/', headers: { 'next-router-state-tree': typeof tree === 'string' ? tree : encodeURIComponent(JSON.stringify(tree)) } })
  for (const good of [['', { children: ['portal', { children: [['hat', 'x', 'd', null], { children: ['__PAGE__', {}] }] }] }, null, null, 16], ['', {}], ['', {}, ['/portal/x', '?a=b'], 'refetch']]) expect(of(good)).toBe(null)
  for (const bad of ['%', '[', [], {}, ['', []], ['', { children: [] }], [1, {}], ['', {}, {}]]) expect(of(bad), JSON.stringify(bad)).toBe(400)
})
