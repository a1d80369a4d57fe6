import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { keepRawAddress, rawAddress } from './raw-address'

keepRawAddress()
keepRawAddress()

async function seen(address: string, more = ''): Promise<string> {
  let found = ''
  const server = createServer((request, response) => {
    // What a framework makes of it: an address rewritten, the fields passed on.
    found = rawAddress(new Request('http://x/rewritten?by=framework', { headers: request.headers as Record<string, string> }))
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.end(`GET ${address} HTTP/1.1\r\nHost: x\r\n${more}Connection: close\r\n\r\n`)
  for await (const part of socket) void part
  await new Promise((resolve) => server.close(resolve))
  return found
}

it('keeps every character of a link as it was sent', async () => {
  for (const address of ['/v1/d/a?k=7&a=%69', '/v1/d/%61?k=7&k=7', '/v1/d/a?k=7&nxtPx=1', '/v1/d/../a?', '/v1//d/a']) {
    expect(await seen(address)).toBe(address)
  }
})

it('takes no word of the client for it', async () => {
  const forged = 'X-Vault-Address: /v1/d/other\r\n'
  expect(await seen('/v1/d/a', forged)).toBe('/v1/d/a')
  expect(await seen('/v1/d/a', forged + forged)).toBe('/v1/d/a')
  expect(await seen('/elsewhere', forged)).toBe('/rewritten?by=framework')
})

it('falls back to the request where there is no server', () => {
  expect(rawAddress(new Request('http://x/v1/d/a?b=c'))).toBe('/v1/d/a?b=c')
})
