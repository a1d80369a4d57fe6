import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync, deflateSync, brotliCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { absentId, likeness, shapeOf } from './absent'
import { canariesIn } from './canary'
import { captureFrom, hiddenFields, pointTo } from './capture'
import { Client, isLoopback } from './client'
import { compare, mask } from './compare'
import { Jar } from './jar'
import { startService } from './fixture/server'
import { describeService } from './fixture/target'
import { timeRoute } from './time-route'
import { distribution, mannWhitney, printTiming, timeBoth } from './timing'
import { fillPath, makeBody } from './template'
import type { Answer } from './types'

const answer = (body: Buffer | string, headers: [string, string][] = [], status = 200): Answer => ({
  status,
  headers,
  body: Buffer.from(body),
  cut: false,
  ms: 0,
})

describe('canaries', () => {
  const SECRET = 'Wisdom & the Owl №7'
  const json = JSON.stringify({ note: SECRET })
  const noise = 'Lorem ipsum dolor sit amet, consetetur sadipscing elitr '
  const hidden: Record<string, Buffer | string> = {
    plain: `<p>${SECRET}</p>`,
    'in another case': SECRET.toUpperCase(),
    'HTML entities': 'Wisdom &amp; the Owl &#8470;7',
    'JSON escapes': 'Wisdom \\u0026 the Owl \\u21167',
    'percent encoding': encodeURIComponent(SECRET),
    'form encoding': new URLSearchParams({ a: SECRET }).toString(),
    'UTF-16LE': Buffer.from(SECRET, 'utf16le'),
    'UTF-16 off by one': Buffer.concat([Buffer.of(0), Buffer.from(SECRET, 'utf16le')]),
    base64: `x=${Buffer.from(SECRET).toString('base64')};`,
    'base64 at another alignment': Buffer.from(`a${SECRET}`).toString('base64'),
    'base64 inside a word': `ab${Buffer.from(SECRET).toString('base64url')}cd`,
    'base64 in lines': Buffer.from(noise + SECRET)
      .toString('base64')
      .replace(/.{20}/g, '$&\r\n'),
    'base64 twice': Buffer.from(Buffer.from(SECRET).toString('base64')).toString('base64'),
    hex: Buffer.from(SECRET).toString('hex').toUpperCase(),
    'hex off by one': `f${Buffer.from(SECRET).toString('hex')}`,
    gzip: gzipSync(json),
    'gzip inside': Buffer.concat([Buffer.from('header'), gzipSync(json), Buffer.from('trailer')]),
    'zlib inside': Buffer.concat([Buffer.from('stream\n'), deflateSync(noise + json), Buffer.from('\nendstream')]),
    'cut-off gzip': gzipSync(json + noise.repeat(500) + Math.PI.toString().repeat(40)).subarray(0, -20),
    'base64 of gzip': `<!--${gzipSync(json).toString('base64')}-->`,
    'hex in zlib': deflateSync(Buffer.from(SECRET).toString('hex')),
  }
  test.each(Object.entries(hidden))('%s', (_, body) => {
    expect([...canariesIn(answer(body), [SECRET])]).toEqual([SECRET])
  })

  test('a content encoding', () => {
    expect(canariesIn(answer(brotliCompressSync(json), [['Content-Encoding', 'br']]), [SECRET]).size).toBe(1)
  })
  test('a header, plain and encoded', () => {
    expect(
      canariesIn(answer('', [['content-disposition', `filename*=UTF-8''${encodeURIComponent(SECRET)}`]]), [SECRET])
        .size,
    ).toBe(1)
    expect(canariesIn(answer('', [['etag', Buffer.from(SECRET).toString('base64')]]), [SECRET]).size).toBe(1)
  })
  test('a file of megabytes', () => {
    const long = Buffer.concat([
      Buffer.alloc(6_000_000, 'abcdefgh'),
      Buffer.from(` ${Buffer.from(SECRET).toString('base64')} `),
    ])
    expect(canariesIn(answer(long), [SECRET]).size).toBe(1)
    expect(canariesIn(answer(deflateSync(long)), [SECRET]).size).toBe(1)
  })
  test('and no false alarm', () => {
    expect(canariesIn(answer(gzipSync(noise.repeat(50)), [['x', noise]]), [SECRET, 'Another one']).size).toBe(0)
  })
})

describe('comparison', () => {
  const base = answer(
    'Nothing at 17.',
    [
      ['Date', 'today'],
      ['A', '1'],
    ],
    404,
  )
  const differ = (other: Answer, sent = ['18']) =>
    compare(mask(base, [], ['17']), mask(other, [], sent)).map(({ what }) => what)

  test('alike but for the date and the own id', () => {
    expect(
      differ(
        answer(
          'Nothing at 18.',
          [
            ['Date', 'tomorrow'],
            ['A', '1'],
          ],
          404,
        ),
      ),
    ).toEqual([])
  })
  test.each([
    [
      'status',
      answer(
        'Nothing at 18.',
        [
          ['Date', 'x'],
          ['A', '1'],
        ],
        403,
      ),
      ['status'],
    ],
    [
      'a value',
      answer(
        'Nothing at 18.',
        [
          ['Date', 'x'],
          ['A', '2'],
        ],
        404,
      ),
      ['header'],
    ],
    [
      'a header more',
      answer(
        'Nothing at 18.',
        [
          ['Date', 'x'],
          ['A', '1'],
          ['B', ''],
        ],
        404,
      ),
      ['header'],
    ],
    [
      'a header twice',
      answer(
        'Nothing at 18.',
        [
          ['Date', 'x'],
          ['A', '1'],
          ['A', '1'],
        ],
        404,
      ),
      ['header'],
    ],
    [
      'the case of a name',
      answer(
        'Nothing at 18.',
        [
          ['Date', 'x'],
          ['a', '1'],
        ],
        404,
      ),
      ['header', 'header'],
    ],
    ['no date', answer('Nothing at 18.', [['A', '1']], 404), ['header']],
    [
      'a byte',
      answer(
        'nothing at 18.',
        [
          ['Date', 'x'],
          ['A', '1'],
        ],
        404,
      ),
      ['body'],
    ],
    [
      'length',
      answer(
        'Nothing at 18..',
        [
          ['Date', 'x'],
          ['A', '1'],
        ],
        404,
      ),
      ['length', 'body'],
    ],
    [
      'an id it did not send',
      answer(
        'Nothing at 19.',
        [
          ['Date', 'x'],
          ['A', '1'],
        ],
        404,
      ),
      ['length', 'body'],
    ],
  ])('%s', (_, other, expected) => {
    expect(differ(other)).toEqual(expected)
  })
  test('an id never masks a length', () => {
    const sized = (size: string) => mask(answer('', [['Content-Length', size]]), [], [size])
    expect(compare(sized('17'), sized('18')).map(({ what }) => what)).toEqual(['length'])
  })
})

describe('absent ids', () => {
  test('keep shape, differ from the real one, and depend on the seed alone', () => {
    for (const id of [
      '0190b3a2-7f3e-7c11-8a55-0123456789ab',
      '4711',
      'INV-2026-0042',
      'a3f09c55d1e24b77',
      'Zm9v_Ymx-h',
    ]) {
      const made = likeness(id, 'seed')
      expect(made).not.toBe(id)
      expect(shapeOf(made)).toBe(shapeOf(id))
      expect(likeness(id, 'seed')).toBe(made)
      expect(likeness(id, 'other')).not.toBe(made)
    }
  })
  test('never one that exists', () => {
    const taken = new Set(['7', '1', '2', '3', '4', '5', '6', '8'])
    expect(absentId('7', 'like', 'seed', 0, taken)).toBe('9')
    expect(() => absentId('7', 'like', 'seed', 0, new Set([...taken, '9']))).toThrow('no absent id')
    expect(() => absentId('7', ['7'], 'seed', 0, taken)).toThrow('a free one is missing')
  })
  test('parts only', () => {
    const made = absentId('/d/aaaa?e=1700000000&s=bbbb', { parts: '/d/(\\w+)\\?.*s=(\\w+)' }, 'seed', 0, new Set())
    expect(made).toMatch(/^\/d\/[a-z]{4}\?e=1700000000&s=[a-z]{4}$/)
    expect(made).not.toContain('aaaa')
  })
})

describe('captures', () => {
  test('the hidden fields of the right form', () => {
    const html = `<form><input type=hidden name=a value=1></form>
      <form id="b"><input value='&quot;x&quot;' name="$KEY" type="hidden"/><input name="typed" value="no"></form>`
    expect(hiddenFields(html, 'id="b"')).toEqual({ $KEY: '"x"' })
    expect(hiddenFields(html, 'id="c"')).toBeUndefined()
  })
  test('JSON pointers', () => {
    expect(pointTo({ a: [{ 'b/c': 'x' }] }, '/a/0/b~1c')).toBe('x')
    expect(pointTo({ a: 1 }, '/constructor')).toBeUndefined()
  })
  test('what is missing is an error', () => {
    expect(() => captureFrom([{ name: 'id', from: 'body', pattern: 'id=(\\d+)' }], answer('none'))).toThrow(
      'cannot be captured',
    )
    expect(
      captureFrom(
        [{ name: 'id', from: 'header', key: 'Location', pattern: '(\\d+)$' }],
        answer('', [['location', '/x/12']]),
      ),
    ).toEqual({ id: '12' })
  })
})

describe('requests', () => {
  const scope = (name: string) => ({ id: 'a/b c' })[name]
  test('templates encode in paths, and never go out half-filled', () => {
    expect(fillPath('/x/{id}?y={+id}', scope)).toBe('/x/a%2Fb%20c?y=a/b c')
    expect(() => fillPath('/x/{other}', scope)).toThrow('nothing is known under {other}')
  })
  test('bodies', () => {
    expect(makeBody({ type: 'json', value: { a: ['{id}'] } }, scope).bytes.toString()).toBe('{"a":["a/b c"]}')
    expect(makeBody({ type: 'form', value: { a: '{id}' } }, scope).bytes.toString()).toBe('a=a%2Fb+c')
    const file = { filename: 'x.txt', type: 'text/plain', content: '{id}' }
    expect(makeBody({ type: 'multipart', value: { file } }, scope).bytes.toString()).toContain(
      'filename="x.txt"\r\ncontent-type: text/plain\r\n\r\na/b c\r\n',
    )
  })
  test('cookies by path, replaced and removed', () => {
    const jar = new Jar()
    const url = new URL('http://localhost/a/b')
    jar.keep(
      url,
      answer('', [
        ['Set-Cookie', 'x=1; Path=/a'],
        ['Set-Cookie', 'y=2; Path=/ab'],
        ['Set-Cookie', 'z=3; Path=/; Secure'],
      ]),
    )
    expect(jar.header(url)).toBe('x=1; z=3')
    jar.keep(url, answer('', [['Set-Cookie', 'x=; Path=/a; Max-Age=0']]))
    expect(jar.header(url)).toBe('z=3')
    expect(jar.header(new URL('http://other/a/b'))).toBeUndefined()
  })
})

describe('the client', () => {
  test.each(['localhost', 'shop.localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]'])('%s is this machine', (host) => {
    expect(isLoopback(host)).toBe(true)
  })
  test.each(['example.com', '10.0.0.1', 'localhost.example.com', '127.0.0.1.example.com', '0.0.0.0', '::'])(
    '%s is not',
    (host) => {
      expect(isLoopback(host)).toBe(false)
      const base = `http://${host.includes('::') ? `[${host}]` : host}`
      expect(() => new Client({ base })).toThrow('is not this machine')
    },
  )
  test('whoever starts the run may allow a host, or lead a name to this machine', () => {
    expect(() => new Client({ base: 'https://staging.example.com', allowHosts: ['staging.example.com'] })).not.toThrow()
    expect(() => new Client({ base: 'https://shop.example.com', resolve: '127.0.0.1' })).not.toThrow()
    expect(() => new Client({ base: 'http://localhost', origins: ['http://files.example.com'] })).toThrow(
      'is not this machine',
    )
  })

  test('follows nothing, stays on its origins, counts and stops', async () => {
    const server = createServer((request, response) => {
      response.writeHead(302, { Location: `http://example.com${request.url}`, 'X-Twice': ['1', '2'] }).end('gone')
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const client = new Client({ base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, maxRequests: 2 })
    const got = await client.send({ method: 'GET', url: '/x' })
    expect(got.status).toBe(302)
    expect(got.body.toString()).toBe('gone')
    expect(got.headers.filter(([name]) => name === 'X-Twice').map(([, value]) => value)).toEqual(['1', '2'])
    await expect(client.send({ method: 'GET', url: 'http://example.com/' })).rejects.toThrow('neither the base nor')
    await client.send({ method: 'GET', url: '/y' })
    await expect(client.send({ method: 'GET', url: '/z' })).rejects.toThrow('bound on requests')
    expect(client.sent).toBe(2)
    client.close()
    server.close()
  })
})

describe('timing', () => {
  test('tells two distributions apart, and leaves equal ones alone', () => {
    const flat = Array.from({ length: 200 }, (_, at) => (at * 7919) % 1000)
    const later = flat.map((value) => value + 300)
    expect(mannWhitney(flat, later).p).toBeLessThan(1e-6)
    expect(mannWhitney(flat, later).effect).toBeLessThan(-0.3)
    expect(mannWhitney(flat, flat)).toMatchObject({ effect: 0 })
    expect(mannWhitney(flat, flat).p).toBeGreaterThan(0.9)
  })
  test('agrees with a worked example', () => {
    // U of the first sample is 3.5 with one tie across: 1<2,4,5  2=2<4,5  3<4,5
    const { effect } = mannWhitney([1, 2, 3], [2, 4, 5])
    expect(effect).toBeCloseTo(-(9 - 2 * 1.5) / 9, 10)
  })
  test('medians and quantiles', () => {
    expect(distribution([4, 1, 3, 2, 5])).toMatchObject({ median: 3, p95: 5 })
  })
  test('asks both kinds equally often, in no fixed order', async () => {
    const order: string[] = []
    const kind = (name: string, took: number) => () => {
      order.push(name)
      return Promise.resolve(took)
    }
    const result = await timeBoth({ quick: kind('q', 1), slow: kind('s', 2) }, { rounds: 100, warmUp: 10 })
    expect(order.filter((name) => name === 'q').length).toBe(110)
    expect(new Set(order.join('').match(/../g))).toEqual(new Set(['qs', 'sq']))
    expect(result).toMatchObject({ effect: -1, first: { count: 100, median: 1 }, second: { median: 2 } })
    expect(printTiming(result)).toMatch(/difference of medians -1\.000 ms, Mann-Whitney p \S+, effect -1\.000/)
  })
  test('a denied trial of the matrix against absent ids', async () => {
    const service = await startService()
    const target = describeService(service.base)
    const wanted = { route: 'parcel', as: 'ana', object: 'parcel of bo', rounds: 20, warmUp: 2 }
    const result = await timeRoute(target, wanted)
    await expect(timeRoute(target, { ...wanted, object: 'parcel of ana' })).rejects.toThrow('no denied trial')
    await service.stop()
    expect(result).toMatchObject({ names: ['foreign', 'absent'], first: { count: 20 }, second: { count: 20 } })
  })
})
