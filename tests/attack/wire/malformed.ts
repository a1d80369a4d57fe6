import { dice } from '../engine/absent'
import type { Scene } from '../enamel/scene'
import type { Raw } from './raw'

/*
 * Requests that are wrong somewhere, drawn by a seed: an address, a cookie, a header, a method, a body, or several of
 * them. None may be answered by a 5xx, by silence, or with anything of Annabel's record.
 */

type Roll = (below: number) => number
const pick = <T>(roll: Roll, from: readonly T[]): T => from[roll(from.length)] as T

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789-_'
const text = (roll: Roll, length: number) => Array.from({ length }, () => letters[roll(letters.length)]).join('')

/** An id that is none, made of one that is. */
function brokenId(roll: Roll, id: string): string {
  return pick<() => string>(roll, [
    () => id.slice(0, roll(36)), () => id.toUpperCase(), () => `${id}${text(roll, 1 + roll(8))}`, () => id.replaceAll('-', ''), () => `{${id}}`, () => `urn:uuid:${id}`,
    () => `${id}%00`, () => `${id}%0d%0aX-Evil:%201`, () => `%2e%2e%2f${id}`, () => `..%2f..%2f${id}`, () => `${id}%2f..`, () => `${id};a=b`, () => `${id}.`, () => `${id}..`, () => `${id}.rsc`,
    () => `${id}.json`, () => `${id}.txt`, () => `${id}%20`, () => encodeURIComponent('’; drop table document; --'), () => `%27%20or%20%271%27=%271`, () => '%ff%fe', () => '%c0%ae', () => '%', () => '%zz', () => '%u0041',
    () => text(roll, 3000), () => '00000000-0000-0000-0000-000000000000', () => 'null', () => 'undefined', () => '[object%20Object]', () => '__proto__', () => 'constructor', () => '-1', () => '1e999', () => '%F0%9F%A6%B7',
    () => id.replace(/[0-9a-f]/, 'g'), () => `${id.slice(0, 35)}${((Number.parseInt(id.slice(35), 16) + 1) % 16).toString(16)}`, () => '',
  ])()
}

/** A whole address, bent. */
function bentPath(roll: Roll, path: string): string {
  return pick<() => string>(roll, [
    () => path, () => `/${path}`, () => path.replace('/', '//'), () => `${path}/`, () => `${path}//`, () => `${path}/.`, () => `${path}/..`, () => `${path}/%2e%2e/`, () => path.replaceAll('/', '%2f'),
    () => path.replace(/\/(\w)/, '/%2e/$1'), () => path.replaceAll('/', '\\'), () => `${path}.rsc`, () => `${path}?_rsc=${text(roll, 5)}`, () => `${path}?_rsc`, () => `${path}.segments/_tree.segment.rsc`,
    () => `/_next/data/x${path}.json`, () => `/_next/image?url=${encodeURIComponent(path)}&w=64&q=75`, () => `${path}?nxtPpractice=${text(roll, 6)}&nxtPhat=${text(roll, 6)}`, () => `${path}?__nextLocale=es&nextInternalLocale=es`,
    () => `${path}#fragment`, () => `${path}?${'a='.repeat(1500)}`, () => `${path}?next=//evil.example&why=<script>`, () => `${path}?before=x&after=y&category=${text(roll, 100)}&q=%00`, () => path.toUpperCase(), () => `http://evil.example${path}`,
    () => `*`, () => `${path}%`, () => `/.${path}`, () => path.replace(/^\/[^/]+/, ''),
  ])()
}

function cookies(roll: Roll, name: string, own: string | null, hers: string): [string, string][] {
  const value = own ?? text(roll, 43)
  return pick<() => [string, string][]>(roll, [
    () => [['Cookie', `${name}=${value}`]], () => [['Cookie', `${name}=${value}`]], () => [],
    () => [['Cookie', `${name}=${value}; ${name}=${text(roll, 43)}`]], () => [['Cookie', `${name}=${text(roll, 43)}; ${name}=${value}`]],
    () => [['Cookie', `${name}=${value}`], ['Cookie', `${name}=${value}`]], () => [['Cookie', `${name}=${'x'.repeat(9000)}`]], () => [['Cookie', `${name}=\xff\xfe\x80`]],
    () => [['Cookie', `${name}="${value}"`]], () => [['Cookie', `${name}=%00`]], () => [['Cookie', `${name}=`]], () => [['Cookie', name]], () => [['Cookie', '=;=;;;']], () => [['Cookie', `${name.toLowerCase()}=${value}`]],
    () => [['Cookie', Array.from({ length: 200 }, (_, at) => `c${at}=${text(roll, 20)}`).join('; ')]], () => [['Cookie', `${name}=${value} `]], () => [['Cookie', `${name}=${value}=`]],
    // Hers, but for one letter, or with one more.
    () => [['Cookie', `${name}=${hers.slice(0, 42)}`]], () => [['Cookie', `${name}=${hers}A`]], () => [['Cookie', `${name}=${hers.toLowerCase()}`]], () => [['Cookie', `${name}=${[...hers].toReversed().join('')}`]],
    () => [['Cookie', `enamel-theme=\u0001; enamel-lang=${'x'.repeat(300)}; ${name}=${value}`]],
  ])()
}

function extraHeaders(roll: Roll, origin: string): [string, string][] {
  const forged: [string, string][][] = [
    [['Range', pick(roll, ['bytes=', 'bytes=-', 'bytes=5-1', 'bytes=0-,1-,2-', `bytes=${'0-1,'.repeat(500)}0-1`, 'bytes=99999999999999999999-', 'items=0-1', 'bytes=0-0,-1', 'bytes=\xe2'])]],
    [['If-None-Match', pick(roll, ['*', '"', 'W/"x"', 'x'.repeat(4000)])]], [['If-Range', pick(roll, ['"x"', 'yesterday', 'Mon, 01 Jan 0001 00:00:00 GMT'])]], [['If-Modified-Since', 'never']],
    [['X-Forwarded-Host', 'evil.example']], [['X-Forwarded-For', '127.0.0.1, 10.0.0.1']], [['X-Forwarded-Proto', 'gopher']], [['Forwarded', 'for=127.0.0.1;host=evil.example']], [['X-Original-URL', '/demo/mail']], [['X-Rewrite-URL', '/demo/mail']],
    [['X-Middleware-Subrequest', 'middleware:middleware:middleware:middleware:middleware']], [['X-Middleware-Subrequest', 'proxy:proxy:proxy:proxy:proxy']], [['X-Middleware-Next', '1'], ['X-Middleware-Rewrite', '/']], [['X-Middleware-Override-Headers', 'x-enamel-path'], ['X-Middleware-Request-X-Enamel-Path', '//evil.example']],
    [['X-Request-Id', pick(roll, ['\'; select 1', 'x'.repeat(3000), '../..', '00000000-0000-0000-0000-000000000000'])]], [['X-Nonce', 'mine'], ['Content-Security-Policy', 'default-src *']], [['X-Enamel-Path', '//evil.example']], [['X-Vault-Address', '/v1/d/x'], ['X-Vault-Length', '7']],
    [['X-Nextjs-Data', '1']], [['X-Nextjs-Postponed', '1']], [['X-Matched-Path', '/portal/[hat]'], ['X-Invoke-Path', '/']], [['X-Invoke-Status', '500']], [['X-Invoke-Error', '{"message":"x"}']], [['X-Prerender-Revalidate', 'x'], ['X-Now-Route-Matches', '1=x']], [['Next-Resume', '1']],
    [['RSC', '1']], [['RSC', '1'], ['Next-Router-Prefetch', '1']], [['RSC', '1'], ['Next-Router-Prefetch', '1'], ['Next-Router-Segment-Prefetch', pick(roll, ['/_tree', '/../..', '\xff', ''])]], [['RSC', '1'], ['Next-Router-State-Tree', pick(roll, ['%5B%5D', '%', '[', 'x'.repeat(5000), '%5B%22%22%2C%7B%7D%5D', '%7B%22__proto__%22%3A1%7D'])]], [['Next-Url', '//evil.example'], ['RSC', '1']], [['Next-Hmr-Refresh', '1'], ['RSC', '1']],
    [['Next-Action', pick(roll, [text(roll, 42), '7f' + '0'.repeat(40), '', '%', 'x'.repeat(3000), '../..'])]],
    [['Sec-Fetch-Site', pick(roll, ['cross-site', 'same-site', 'none', 'x'])]], [['Origin', pick(roll, ['https://evil.example', 'null', '', '::::', `${origin}.evil.example`, 'file://'])]], [['Referer', 'javascript:alert(1)']],
    [['Host', pick(roll, ['evil.example', '', 'localhost:99999', 'a b', '[::1'])]], [['Accept', 'text/x-component']], [['Accept', '\xff']], [['Accept-Language', 'x'.repeat(2000)]], [['Accept-Encoding', 'gzip;q=nonsense, *;q=0']], [['User-Agent', '\x7f\x80']],
    [['Expect', '100-continue']], [['Expect', 'nonsense']], [['Upgrade', 'websocket'], ['Connection', 'Upgrade']], [['Connection', 'close, x-request-id, cookie']], [['TE', 'trailers']], [['Purpose', 'prefetch'], ['Sec-Purpose', 'prefetch']], [['X-HTTP-Method-Override', 'DELETE']], [['Content-Type', pick(roll, ['multipart/form-data', 'text/plain', 'application/json; charset=\xff', 'x'])]],
    [['Authorization', 'Bearer x']], [['Content-Encoding', 'gzip']],
  ]
  return Array.from({ length: roll(4) }, () => pick(roll, forged)).flat()
}

/** A body that claims to be a form, and is one in part. */
export function brokenForm(roll: Roll, patient: string): { type: string; body: Buffer } {
  const boundary = text(roll, 12)
  const part = (head: string, value: string) => `--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${value}\r\n`
  const file = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="x.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.4 ${text(roll, 50)}\r\n`
  const body = pick<() => string>(roll, [
    () => part('name="patient"', patient) + file, () => `${file}${part('name="patient"', patient)}--${boundary}--\r\n`, () => `${part('name="patient"', patient)}${file.slice(0, 60)}`, () => '', () => `--${boundary}--\r\n`,
    () => `--${boundary}`, () => `${part('name="patient', patient)}--${boundary}--`, () => `${part(`name="${'x'.repeat(5000)}"`, '1')}--${boundary}--`, () => `${part('name="patient"', 'x'.repeat(100_000))}--${boundary}--`,
    () => `${Array.from({ length: 300 }, (_, at) => part(`name="f${at}"`, 'x')).join('')}--${boundary}--`, () => `${part('name="__proto__"', 'x')}${part('name="constructor.prototype.x"', 'y')}${file}--${boundary}--`, () => `${part('', 'x')}--${boundary}--`,
    () => `--${boundary}\n${file.replaceAll('\r\n', '\n')}--${boundary}--`, () => `${part('name="patient"', '\u0000\uffff')}${file}--${boundary}--\r\n`, () => `${part('name="patient"', patient)}${file.replace('x.pdf', '../../etc/passwd\u0000.pdf')}--${boundary}--\r\n`, () => text(roll, 400),
  ])()
  const type = pick(roll, [`multipart/form-data; boundary=${boundary}`, `multipart/form-data; boundary=${boundary}`, `multipart/form-data; boundary=${boundary}`, 'multipart/form-data', 'multipart/form-data; boundary=', `multipart/form-data; boundary="${boundary}`, `multipart/form-data; boundary=${'b'.repeat(500)}`, `MULTIPART/FORM-DATA; boundary=${boundary}; charset=utf-16`])
  return { type, body: Buffer.from(body) }
}

/** What a server function is called with, wrong in the ways in which React's own encoding can be. */
export function brokenCall(roll: Roll): { type: string; body: Buffer } {
  if (roll(2) === 0) {
    const boundary = text(roll, 12)
    const field = (name: string, value: string) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    const fields = pick<() => string>(roll, [
      () => field('0', '["$K1"]'), () => field('0', '["$F1"]') + field('1', '{"id":"x","bound":"$@2"}'), () => field('0', '["$Q1","$W1","$i1"]'), () => field('0', '["$@1"]'), () => field('0', '["$1"]') + field('1', '"$0"'), () => field('0', '{"then":"$1:__proto__:then"}') + field('1', '"$@0"'),
      () => field('$ACTION_REF_1', '') + field('$ACTION_1:0', '{"id":"x","bound":"$@1"}') + field('$ACTION_1:1', '[]'), () => field('$ACTION_REF_1', '') + field('$ACTION_1:0', '{'), () => field('$ACTION_REF_1', ''), () => field('$ACTION_ID_7f00', ''), () => field(`$ACTION_ID_${'7f' + '0'.repeat(40)}`, ''), () => field('$ACTION_KEY', 'k'), () => field('1_$ACTION_ID_x', 'x'),
      () => field('0', '["$B1"]'), () => field('0', '["$n99999999999999999999999","$D-","$S__proto__","$I","$N","$u"]'), () => field('0', '[{"constructor":{"prototype":{}}}]'), () => field('0', '"$T"'),
    ])()
    return { type: `multipart/form-data; boundary=${boundary}`, body: Buffer.from(`${fields}--${boundary}--\r\n`) }
  }
  const body = pick(roll, ['', '[', '[]', '{}', 'null', '"$undefined"', '[{{{', '["$K1"]', '["$F1"]', '["$Q0"]', '["$@0"]', '[{"practice":"x"},{},"$K1"]', '["visitor",{"reply":"$undefined"},{}]', '["$o1"]', '["$r1"]', '["$n9"]', '[' + '['.repeat(3000), '\u0000', '{"__proto__":{"then":"$1"}}', '["$1:constructor:constructor"]', '"' + 'x'.repeat(60_000) + '"'])
  return { type: pick(roll, ['text/plain;charset=UTF-8', 'text/plain', 'application/json', 'application/x-www-form-urlencoded', 'application/octet-stream', '']), body: Buffer.from(body) }
}

export type Aim = { raw: Raw; what: string }

/**
 * The nth malformed request of a seed.
 * @param calls ids of server functions that exist
 */
export function malformed(scene: Scene, origin: string, calls: readonly string[], seed: string, nth: number): Aim {
  const roll = dice(`${seed}/${nth}`)
  const { portal, patients, papers, offices: { a }, staff, others, cookieName } = scene
  const id = (value: string) => (roll(3) === 0 ? value : brokenId(roll, value))
  const address = pick<() => string>(roll, [
    () => `/practice/${id(a.id)}`, () => `/practice/${id(a.id)}/patients/${id(patients.ann.id)}`, () => `/practice/${id(a.id)}/patients?after=${id(patients.ann.id)}&before=${id(patients.ann.id)}`, () => `/practice/${id(a.id)}/documents/${id(papers.held.id)}`,
    () => `/practice/${id(a.id)}/members/${id(staff.desk.hat)}`, () => `/practice/${id(a.id)}/history?patient=${id(patients.ann.id)}&by=${id(staff.desk.hat)}&day=${text(roll, 8)}&before=${text(roll, 20)}`, () => `/practice/${id(a.id)}/patients/${id(patients.ann.id)}/portal`,
    () => `/portal/${id(portal.ann.hat)}`, () => `/portal/${id(portal.ann.hat)}/documents/${id(papers.released.id)}`, () => `/portal/${id(portal.ann.hat)}/documents?category=${text(roll, 8)}&before=${id(papers.released.id)}`, () => `/portal/${id(portal.ann.hat)}/who-looked?before=${text(roll, 12)}`,
    () => `/v1/o/${id(portal.ann.hat)}/${id(papers.released.id)}`, () => `/v1/o/${id(portal.ann.hat)}/${id(papers.released.id)}?as=${text(roll, 5)}`,
    () => `/v1/o/${id(portal.ann.hat)}/${id(papers.released.id)}?page=${text(roll, 3)}`, () => `/v1/o/${id(portal.ann.hat)}/sheet?d=${id(papers.released.id)}.${id(papers.beas.id)}`,
    () => `/v1/p/${id(portal.ann.hat)}/${id(papers.released.id)}.${id(papers.beas.id)}?k=1&i=1700000000&e=1700000060&n=${text(roll, 16)}&s=${text(roll, 43)}`,
    () => `/v1/d/${id(portal.ann.hat)}/${id(papers.released.id)}/${pick(roll, ['1', '0', '-1', '999999', '1e3'])}/${pick(roll, ['orig', 'thumb-256', 'page-1-1600', '..', 'x'])}?k=1&i=1700000000&e=1700000060&a=${pick(roll, ['i', 'a', 'p', 'x'])}&n=${text(roll, 16)}&s=${text(roll, 43)}`,
    () => `/v1/u/${id(a.id)}?patient=${id(patients.ann.id)}&name=${id('x.pdf')}`, () => `/api/patients/${id(a.id)}/search`, () => `/join/${id(text(roll, 43))}`, () => `/recover/${id(text(roll, 43))}`, () => `/account/email/confirm/${id(text(roll, 43))}`, () => `/help/${id('papers')}`,
    () => '/sign-in?next=//evil.example', () => `/demo/${pick(roll, ['mail', 'authenticator', 'styles'])}`, () => '/api/auth/session', () => `/api/auth/${id('callback')}`, () => '/account/sessions', () => '/hats', () => '/',
  ])()
  const own = pick(roll, [null, staff.ownerB.cookie, portal.cora.cookie, others.formerMember.cookie, others.formerProxy.cookie, others.ended.cookie, others.nobody.cookie])
  const target = roll(3) === 0 ? bentPath(roll, address) : address
  const posts = target.includes('/v1/u/') || target.includes('/search') || roll(4) === 0
  const method = roll(8) === 0 ? pick(roll, ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'HEAD', 'PROPFIND', 'FOO', 'get', 'LOCK', 'QUERY']) : posts ? 'POST' : pick(roll, ['GET', 'GET', 'GET', 'HEAD'])
  const headers = [...cookies(roll, cookieName, own, portal.ann.cookie), ...extraHeaders(roll, origin)]
  if (method !== 'POST') return { what: `${method} ${target}`, raw: { method, target, headers } }
  if (roll(4) !== 0 && !headers.some(([name]) => name === 'Origin')) headers.push(['Origin', origin])
  const call = roll(2) === 0 && !target.includes('/v1/')
  const { type, body } = call ? brokenCall(roll) : brokenForm(roll, patients.ann.id)
  if (call && roll(2) === 0 && !headers.some(([name]) => name === 'Next-Action')) headers.push(['Next-Action', pick(roll, calls.length > 0 ? calls : [text(roll, 42)])])
  if (type && !headers.some(([name]) => name === 'Content-Type')) headers.push(['Content-Type', type])
  const odd = roll(12)
  if (odd === 0) headers.push(['Content-Length', String(body.length + 1 + roll(5))])
  const cutAt = odd === 0 ? body.length : odd === 1 ? roll(body.length + 1) : undefined
  if (odd === 1) headers.push(['Content-Length', String(body.length)])
  return { what: `POST ${target}`, raw: { method, target, headers, body, ...(cutAt === undefined ? {} : { cutAt }) } }
}
