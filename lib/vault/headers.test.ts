import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentDisposition, documentHeaders } from './headers'

const of = { type: 'application/pdf', name: 'Röntgen 2026.pdf', action: 'inline', etag: '"a"', sha256: Buffer.alloc(32, 1) } as const

describe('the headers of a document', () => {
  it('keep it private, as it is, and inert', () => {
    expect(documentHeaders({ ...of, modified: new Date(0) })).toEqual({
      'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
      'Cross-Origin-Resource-Policy': 'same-origin', 'X-Robots-Tag': 'none', 'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="Rontgen 2026.pdf"; filename*=UTF-8''R%C3%B6ntgen%202026.pdf`,
      'Content-Security-Policy': "frame-ancestors 'self'", 'Accept-Ranges': 'bytes', ETag: '"a"',
      'Repr-Digest': 'sha-256=:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=:', 'Last-Modified': 'Thu, 01 Jan 1970 00:00:00 GMT',
    })
  })

  it('put everything but a PDF into a sandbox', () => {
    for (const type of ['image/png', 'image/jpeg', 'text/html']) {
      expect(documentHeaders({ ...of, type })['Content-Security-Policy']).toMatch(/^default-src 'none'; sandbox;/)
    }
  })

  it('say in which encoding a text is written', () => {
    const typed = (type: string) => documentHeaders({ ...of, type })['Content-Type']
    expect(typed('text/plain')).toBe('text/plain;charset=utf-8')
    expect(typed('text/plain;charset=windows-1252')).toBe('text/plain;charset=windows-1252')
    expect(typed('application/dicom')).toBe('application/dicom')
  })

  it('show only what a browser may show, and only when asked to', () => {
    const disposition = (type: string, action: 'inline' | 'attachment' | 'print') =>
      documentHeaders({ ...of, type, action })['Content-Disposition']!.split(';')[0]
    expect(disposition('image/png', 'inline')).toBe('inline')
    expect(disposition('application/pdf', 'print')).toBe('inline')
    expect(disposition('image/png', 'attachment')).toBe('attachment')
    expect(disposition('image/webp', 'inline')).toBe('inline')
    for (const type of ['image/heic', 'image/tiff', 'application/dicom', 'text/plain', 'text/plain;charset=windows-1252', 'text/html', 'image/svg+xml', 'application/xml']) expect(disposition(type, 'inline')).toBe('attachment')
  })
})

describe('a file name', () => {
  const named = (name: string): string => contentDisposition('inline', name)

  it.each([
    ['a.pdf', `filename="a.pdf"; filename*=UTF-8''a.pdf`],
    [`it's (1)*.pdf`, `filename="it's (1)-.pdf"; filename*=UTF-8''it%27s%20%281%29-.pdf`],
    ['a"b\\c.pdf', `filename="a-b-c.pdf"; filename*=UTF-8''a-b-c.pdf`],
    ['../../etc/passwd', `filename="-..-etc-passwd"; filename*=UTF-8''-..-etc-passwd`],
    ['a\r\nSet-Cookie: x=1.pdf', `filename="aSet-Cookie- x=1.pdf"; filename*=UTF-8''aSet-Cookie-%20x%3D1.pdf`],
    ['x\u202Efdp.exe', `filename="xfdp.exe"; filename*=UTF-8''xfdp.exe`],
    ['50%41.pdf', `filename="50_41.pdf"; filename*=UTF-8''50%2541.pdf`],
    ['a／b‥.png', `filename="a_b...png"; filename*=UTF-8''a%EF%BC%8Fb%E2%80%A5.png`],
    ['歯.png', `filename="_.png"; filename*=UTF-8''%E6%AD%AF.png`],
    ['', `filename="document"; filename*=UTF-8''document`],
    [' . ', `filename="document"; filename*=UTF-8''document`],
    ['\ud800', `filename="document"; filename*=UTF-8''document`],
  ])('%j', (name, wanted) => expect(named(name)).toBe(`inline; ${wanted}`))

  it('keeps its ending when it is too long', () => {
    expect(named(`${'ä'.repeat(500)}.jpeg`)).toMatch(/^inline; filename="a{115}\.jpeg"; /)
  })

  it('never breaks the header, and reads back as what is shown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const header = named(name)
        expect(header).toMatch(/^inline; filename="[\x20\x21\x23-\x24\x26-\x5b\x5d-\x7e]+"; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]+$/)
        expect(() => new Headers({ 'content-disposition': header })).not.toThrow()
        const shown = decodeURIComponent(header.split("UTF-8''")[1]!)
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}/\\]/u)
      }),
      { numRuns: 3000 },
    )
  })
})
