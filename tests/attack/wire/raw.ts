import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** A request as bytes, with nothing put right on its way: what no client library would let out. */
export type Raw = {
  method: string
  /** The request target, verbatim. */
  target: string
  /** Verbatim, in this order; `host` and `connection: close` are added unless given. */
  headers: [string, string][]
  body?: Buffer | undefined
  /** Sends no more of the body than this and then closes. */
  cutAt?: number
}

export type RawAnswer = { status: number; head: string; body: Buffer; all: string }

export type Line = { host: string; port: number; ca?: string }

/** Speaks to the TLS proxy in front of an installation, or (without `ca`) to the server itself. @throws on silence */
export function speak(line: Line, { method, target, headers, body, cutAt }: Raw, timeoutMs = 20_000): Promise<RawAnswer> {
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(names.has('host') ? [] : [`Host: ${line.host}:${line.port}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(names.has('connection') ? [] : ['Connection: close']),
    ...(body && !names.has('content-length') && !names.has('transfer-encoding') ? [`Content-Length: ${body.length}`] : []),
  ]
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  return new Promise((resolve, reject) => {
    const socket: Socket = line.ca === undefined ? connectPlain(line.port, '127.0.0.1') : connectTls({ port: line.port, host: '127.0.0.1', servername: line.host, ca: line.ca })
    const chunks: Buffer[] = []
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new Error(`no end of an answer in ${timeoutMs} ms: ${method} ${target.slice(0, 200)}`))
    }, timeoutMs)
    const end = () => {
      clearTimeout(timer)
      let bytes = Buffer.concat(chunks)
      // "Go on" is no answer yet.
      while (bytes.subarray(0, 12).toString('latin1') === 'HTTP/1.1 100') bytes = bytes.subarray(bytes.indexOf('\r\n\r\n') + 4)
      const at = bytes.indexOf('\r\n\r\n')
      const text = bytes.subarray(0, at < 0 ? bytes.length : at).toString('latin1')
      resolve({ status: Number(/^HTTP\/1\.\d (\d{3})/.exec(text)?.[1] ?? 0), head: text, body: at < 0 ? Buffer.alloc(0) : bytes.subarray(at + 4), all: bytes.toString('latin1') })
    }
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('close', end)
    // A server that has said no may close before it has heard everything.
    socket.on('error', () => {})
    socket.write(head)
    if (body) socket.write(cutAt === undefined ? body : body.subarray(0, cutAt))
    if (cutAt !== undefined) socket.end()
  })
}
