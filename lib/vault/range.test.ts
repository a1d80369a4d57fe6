import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { multipart, select } from './range'
import type { RangeFields, Selection } from './range'

const none: RangeFields = {
  ifMatch: null, ifUnmodifiedSince: null, ifNoneMatch: null, ifModifiedSince: null, ifRange: null, range: null,
}
const etag = '"v1,orig"'
const modified = new Date('2026-03-01T10:00:00.500Z')
const size = 1000
const get = (fields: Partial<RangeFields>, of = { size, etag, modified }): Selection => select('GET', { ...none, ...fields }, of)
const status = (fields: Partial<RangeFields>): number => get(fields).status
const BEFORE = 'Sun, 01 Mar 2026 09:59:59 GMT'
const SAME = 'Sun, 01 Mar 2026 10:00:00 GMT'

describe('preconditions', () => {
  it.each<[Partial<RangeFields>, number]>([
    [{}, 200],
    [{ ifMatch: etag }, 200],
    [{ ifMatch: '*' }, 200],
    [{ ifMatch: `"a", ${etag}` }, 200],
    [{ ifMatch: '"a"' }, 412],
    [{ ifMatch: `W/${etag}` }, 412],
    [{ ifMatch: 'rubbish' }, 412],
    [{ ifUnmodifiedSince: SAME }, 200],
    [{ ifUnmodifiedSince: BEFORE }, 412],
    [{ ifUnmodifiedSince: 'yesterday' }, 200],
    [{ ifMatch: etag, ifUnmodifiedSince: BEFORE }, 200],
    [{ ifNoneMatch: etag }, 304],
    [{ ifNoneMatch: `W/${etag}` }, 304],
    [{ ifNoneMatch: '*' }, 304],
    [{ ifNoneMatch: `"a" , ,${etag}` }, 304],
    [{ ifNoneMatch: '"a"' }, 200],
    [{ ifNoneMatch: '"v1' }, 200],
    [{ ifModifiedSince: SAME }, 304],
    [{ ifModifiedSince: BEFORE }, 200],
    [{ ifModifiedSince: 'Sunday, 01-Mar-26 10:00:00 GMT' }, 304],
    [{ ifModifiedSince: 'Sun Mar  1 10:00:00 2026' }, 304],
    [{ ifModifiedSince: '2026-03-01T10:00:00Z' }, 200],
    [{ ifNoneMatch: '"a"', ifModifiedSince: SAME }, 200],
    [{ ifMatch: '"a"', ifNoneMatch: etag }, 412],
    [{ ifMatch: etag, ifNoneMatch: etag, range: 'bytes=0-1' }, 304],
    [{ ifMatch: '"a"', range: 'bytes=0-1' }, 412],
  ])('%j give %i', (fields, wanted) => expect(status(fields)).toBe(wanted))

  it('know no dates where no Last-Modified is sent', () => {
    expect(get({ ifModifiedSince: SAME }, { size, etag } as never).status).toBe(200)
    expect(get({ ifUnmodifiedSince: BEFORE }, { size, etag } as never).status).toBe(200)
  })
})

describe('If-Range', () => {
  it.each<[string, number]>([
    [etag, 206], [` ${etag} `, 206], [`W/${etag}`, 200], ['"other"', 200], [SAME, 200], ['', 200], [`${etag}, "a"`, 200], ['*', 200],
  ])('%j gives %i', (ifRange, wanted) => expect(status({ ifRange, range: 'bytes=0-9' })).toBe(wanted))
})

describe('Range', () => {
  it.each<[string, unknown]>([
    ['bytes=0-0', [{ start: 0, end: 1 }]],
    ['BYTES=5-', [{ start: 5, end: 1000 }]],
    ['bytes=-5', [{ start: 995, end: 1000 }]],
    ['bytes=-5000', [{ start: 0, end: 1000 }]],
    ['bytes=990-99999999999999999999', [{ start: 990, end: 1000 }]],
    ['bytes= 0-1 ,, 4-5 ', [{ start: 0, end: 2 }, { start: 4, end: 6 }]],
    ['bytes=0-1,2000-', [{ start: 0, end: 2 }]],
    ['bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14', Array.from({ length: 8 }, (_, at) => ({ start: at * 2, end: at * 2 + 1 }))],
  ])('%s is sent', (range, spans) => expect(get({ range })).toEqual({ status: 206, spans }))

  it.each(['bytes=1000-', 'bytes=1000-2000', 'bytes=-0', 'bytes=99999999999999999999-', 'bytes=1000-,2000-'])(
    '%s lies outside', (range) => expect(get({ range })).toEqual({ status: 416 }),
  )

  it.each([
    'bytes', 'bytes=', 'bytes=,', 'bytes=-', 'bytes=a-b', 'bytes=1-0', 'bytes=0-1,5-4', 'bytes=0x1-2', 'bytes=1.0-2', 'bytes=--1',
    'bytes =0-1', 'items=0-1', '0-1', 'bytes=0-1;', 'bytes=+1-2', 'bytes=0 - 1', `bytes=${'0-1,'.repeat(600)}`, 'bytes=٠-١',
    'bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16', 'bytes=0-5,5-6', 'bytes=10-,0-1', 'bytes=0-,0-',
  ])('%s is treated as absent', (range) => expect(get({ range })).toEqual({ status: 200 }))

  it('is only for GET', () => expect(select('HEAD', { ...none, range: 'bytes=0-1' }, { size, etag })).toEqual({ status: 200 }))

  it('of nothing is whole from the end, and outside from the front', () => {
    expect(get({ range: 'bytes=-1' }, { size: 0, etag, modified })).toEqual({ status: 200 })
    expect(get({ range: 'bytes=0-' }, { size: 0, etag, modified })).toEqual({ status: 416 })
  })

  it('names the bytes that a naive reader would mark one by one', () => {
    const spec = fc.oneof(
      fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]) => `${a}-${b}`), fc.nat(60).map((a) => `${a}-`), fc.nat(60).map((a) => `-${a}`),
    )
    fc.assert(
      fc.property(fc.array(spec, { minLength: 1, maxLength: 10 }), fc.nat(50), (specs, length) => {
        const selection = get({ range: `bytes=${specs.join(',')}` }, { size: length, etag, modified })
        expect(selection).toEqual(naive(specs, length))
      }),
      { numRuns: 5000 },
    )
  })

  it('never fails, whatever is sent', () => {
    const text = fc.option(fc.oneof(fc.string(), fc.stringMatching(/^bytes=[-0-9, ]{0,40}$/)))
    const fields = fc.record({ ifMatch: text, ifUnmodifiedSince: text, ifNoneMatch: text, ifModifiedSince: text, ifRange: text, range: text })
    fc.assert(fc.property(fields, (sent) => [200, 206, 304, 412, 416].includes(get(sent).status)), { numRuns: 3000 })
  })
})

/** Marks every byte of every part in a list of places; knows nothing of the real one's arithmetic. */
function naive(specs: string[], length: number): Selection {
  const places = Array.from({ length }, (_, at) => at)
  const marked: number[][] = []
  for (const spec of specs) {
    const [first = '', last = ''] = spec.split('-')
    if (first !== '' && last !== '' && Number(last) < Number(first)) return { status: 200 }
    if (first === '' && Number(last) > 0 && length === 0) return { status: 200 }
    const own = first === '' ? places.slice(Math.max(0, length - Number(last))).slice(0, Number(last)) : places.filter((at) => at >= Number(first) && (last === '' || at <= Number(last)))
    if (own.length > 0) marked.push(own)
  }
  if (specs.length > 8) return { status: 200 }
  if (marked.length === 0) return { status: 416 }
  const all = marked.flat()
  if (all.some((at, index) => index > 0 && at <= all[index - 1]!)) return { status: 200 }
  return { status: 206, spans: marked.map((own) => ({ start: own[0]!, end: own.at(-1)! + 1 })) as never }
}

describe('multipart/byteranges', () => {
  it('says exactly how long it is', () => {
    const spans = [{ start: 0, end: 10 }, { start: 900, end: 1000 }]
    const parts = multipart(spans, 1000, 'image/png', 'b0')
    const body = Buffer.concat([...spans.flatMap(({ start, end }, at) => [parts.heads[at]!, Buffer.alloc(end - start, 'x')]), parts.tail])
    expect(body.length).toBe(parts.length)
    expect(body.toString()).toBe(
      '--b0\r\nContent-Type: image/png\r\nContent-Range: bytes 0-9/1000\r\n\r\n' + 'x'.repeat(10) +
        '\r\n--b0\r\nContent-Type: image/png\r\nContent-Range: bytes 900-999/1000\r\n\r\n' + 'x'.repeat(100) + '\r\n--b0--\r\n',
    )
  })
})
