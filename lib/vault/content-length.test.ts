import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { restoreContentLength } from './content-length'

restoreContentLength()
restoreContentLength()

/** Sends raw bytes and gives back raw bytes: what stands on the wire, not what a client makes of it. */
async function wire(handler: (request: IncomingMessage, response: ServerResponse) => void, request = 'GET / HTTP/1.1'): Promise<string> {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.end(`${request}\r\nHost: x\r\nConnection: close\r\n\r\n`)
  let text = ''
  for await (const part of socket) text += (part as Buffer).toString('latin1')
  await new Promise((resolve) => server.close(resolve))
  return text
}

describe('the private length', () => {
  it('becomes Content-Length, and no chunks are made', async () => {
    // The order of Next: appendHeader, flushHeaders, writes.
    const text = await wire((_request, response) => {
      response.appendHeader('x-vault-length', '10')
      response.flushHeaders()
      response.write('01234')
      response.end('56789')
    })
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(text).toMatch(/\r\ncontent-length: 10\r\n/i)
    expect(text).not.toMatch(/x-vault-length|transfer-encoding/i)
    expect(text.split('\r\n\r\n')[1]).toBe('0123456789')
  })

  it('is kept for HEAD, and for HTTP/1.0', async () => {
    const handler = (_request: IncomingMessage, response: ServerResponse): void => {
      response.setHeader('X-Vault-Length', '10')
      response.end()
    }
    expect(await wire(handler, 'HEAD / HTTP/1.1')).toMatch(/\r\ncontent-length: 10\r\n/i)
    expect(await wire((_request, response) => {
      response.setHeader('x-vault-length', '2')
      response.write('ab')
      response.end()
    }, 'GET / HTTP/1.0')).toMatch(/\r\ncontent-length: 2\r\n[^]*\r\n\r\nab$/i)
  })

  it('never leaves, even where it makes no sense', async () => {
    for (const [length, encoding] of [['ten', ''], ['-1', ''], ['1,2', ''], ['5', 'chunked']] as const) {
      const text = await wire((_request, response) => {
        response.setHeader('x-vault-length', length)
        if (encoding) response.setHeader('transfer-encoding', encoding)
        response.end('hello')
      })
      expect(text).not.toMatch(/x-vault-length/i)
      expect(/transfer-encoding: chunked/i.test(text) && /content-length/i.test(text)).toBe(false)
    }
  })

  it('changes nothing for others', async () => {
    const text = await wire((_request, response) => {
      response.writeHead(201, 'Made', { 'x-other': '1' })
      response.write('a')
      response.end('b')
    })
    expect(text).toMatch(/^HTTP\/1\.1 201 Made\r\nx-other: 1\r\n/)
    expect(text).toMatch(/transfer-encoding: chunked/i)
  })

  it('breaks the connection when the body breaks, so that a part never passes for the whole', async () => {
    const text = await wire((_request, response) => {
      response.setHeader('x-vault-length', '10')
      response.write('01234', () => response.destroy())
    })
    expect(text).toMatch(/content-length: 10/i)
    expect(text.split('\r\n\r\n')[1]).toBe('01234')
  })
})
