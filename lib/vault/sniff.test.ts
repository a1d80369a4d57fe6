import { crc32, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import PDFDocument from 'pdfkit'
import sharp from 'sharp'
import type { Sharp } from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { sniffer } from './sniff'
import type { Sniffed } from './sniff'
import { dicom, heic, tiff } from '@/tests/corpus/bytes'

function sniffed(bytes: Uint8Array, chunk = bytes.length, limits?: { maxSide: number; maxPixels: number }): Sniffed {
  const sniff = sniffer(limits)
  for (let at = 0; at < bytes.length; at += chunk) if (sniff.push(bytes.subarray(at, at + chunk))) break
  return sniff.finish()
}
const reason = (bytes: Uint8Array, chunk?: number): string => {
  const found = sniffed(bytes, chunk)
  return found.ok ? found.type : found.reason
}

async function madePdf(options: PDFKit.PDFDocumentOptions = {}, more?: (document: PDFKit.PDFDocument) => void): Promise<Buffer> {
  const document = new PDFDocument({ ...options, font: null as never })
  const parts: Buffer[] = []
  document.on('data', (part: Buffer) => parts.push(part))
  const done = new Promise((resolve) => document.on('end', resolve))
  document.rect(10, 10, 100, 100).fill('red')
  more?.(document)
  document.end()
  await done
  return Buffer.concat(parts)
}

const noise = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: 'white', noise: { type: 'gaussian', mean: 128, sigma: 40 } } })

const files: Record<string, { bytes: Buffer; found: Sniffed }> = {}
beforeAll(async () => {
  const size = { width: 300, height: 200 }
  const all: [string, Buffer, Sniffed][] = [
    ['baseline JPEG', await noise(300, 200).jpeg().toBuffer(), { ok: true, type: 'image/jpeg', ...size }],
    ['progressive JPEG', await noise(300, 200).jpeg({ progressive: true }).toBuffer(), { ok: true, type: 'image/jpeg', ...size }],
    ['JPEG with EXIF', await noise(300, 200).withExif({ IFD0: { Copyright: 'Enamel' } }).jpeg().toBuffer(), { ok: true, type: 'image/jpeg', ...size }],
    ['PNG', await noise(300, 200).png().toBuffer(), { ok: true, type: 'image/png', ...size }],
    ['palette PNG', await noise(300, 200).png({ palette: true, progressive: true }).toBuffer(), { ok: true, type: 'image/png', ...size }],
    ['WebP', await noise(300, 200).webp().toBuffer(), { ok: true, type: 'image/webp', ...size }],
    ['lossless WebP with EXIF', await noise(300, 200).withExif({ IFD0: { Copyright: 'Enamel' } }).webp({ lossless: true }).toBuffer(), { ok: true, type: 'image/webp', ...size }],
    ['HEIC', heic({ width: 300, height: 200 }), { ok: true, type: 'image/heic', ...size }],
    ['TIFF', await noise(300, 200).tiff({ compression: 'lzw' }).toBuffer(), { ok: true, type: 'image/tiff', ...size }],
    ['TIFF of several tiles', await noise(300, 200).tiff({ compression: 'deflate', tile: true, tileWidth: 64, tileHeight: 64 }).toBuffer(), { ok: true, type: 'image/tiff', ...size }],
    ['big-endian TIFF', tiff({ little: false }), { ok: true, type: 'image/tiff', width: 16, height: 16 }],
    ['DICOM', dicom({ rows: 200, columns: 300 }), { ok: true, type: 'application/dicom', ...size }],
    ['implicit DICOM', dicom({ implicit: true, rows: 200, columns: 300 }), { ok: true, type: 'application/dicom', ...size }],
    ['compressed DICOM', dicom({ syntax: '1.2.840.10008.1.2.4.50', rows: 200, columns: 300, bits: 8, fragments: [await noise(300, 200).jpeg().toBuffer()] }), { ok: true, type: 'application/dicom', ...size }],
    ['text', Buffer.from('Señora Álvarez, tooth 14\n'.repeat(90)), { ok: true, type: 'text/plain' }],
    ['old text', Buffer.from('Señora Álvarez, tooth 14\n'.repeat(90), 'latin1'), { ok: true, type: 'text/plain;charset=windows-1252' }],
    ['PDF', await madePdf(), { ok: true, type: 'application/pdf' }],
    ['uncompressed PDF', await madePdf({ compress: false }), { ok: true, type: 'application/pdf' }],
    ['PDF with object streams', objectStreams('<< /Type /Catalog >>'), { ok: true, type: 'application/pdf' }],
  ]
  for (const [name, bytes, found] of all) files[name] = { bytes, found }
})

/** A PDF 1.5 skeleton with one object stream, as most programs write it today. */
function objectStreams(objects: string, dictionary = '/Filter /FlateDecode', encode: (plain: Buffer) => Uint8Array = deflateSync): Buffer {
  const body = encode(Buffer.from(`1 0 ${objects}`))
  return Buffer.concat([
    Buffer.from(`%PDF-1.5\n%\xe2\xe3\n5 0 obj\n<< /Type /ObjStm /N 1 /First 4 ${dictionary} /Length ${body.length} >>\nstream\r\n`, 'latin1'),
    body,
    Buffer.from('\nendstream\nendobj\nstartxref\n9\n%%EOF\n'),
  ])
}

const pdfWith = (text: string): Buffer => Buffer.from(`%PDF-1.4\n%\xe2\xe3\n1 0 obj\n<< ${text} >>\nendobj\nstartxref\n9\n%%EOF\n`, 'latin1')

describe('a whole file', () => {
  it('is told by what it is made of, however it arrives', () => {
    expect(Object.keys(files)).toHaveLength(19)
    for (const [name, { bytes, found }] of Object.entries(files)) {
      for (const chunk of [1, 2, 3, 7, 64, 1000, bytes.length]) expect(sniffed(bytes, chunk), `${name} by ${chunk}`).toEqual(found)
    }
  })

  it('cut anywhere is no whole file', () => {
    for (const [name, { bytes, found }] of Object.entries(files)) {
      // Half a text is a text.
      if (name.endsWith('text')) continue
      const end = found.ok && found.type === 'application/pdf' ? bytes.lastIndexOf('%%EOF') : bytes.length
      fc.assert(
        fc.property(fc.integer({ min: 8, max: end - 1 }), (length) => {
          expect(sniffed(bytes.subarray(0, length)).ok, `${name} cut at ${length}`).toBe(false)
        }),
        { numRuns: 50 },
      )
    }
  })

  it('never makes it fail, whatever is changed in it', () => {
    for (const { bytes } of Object.values(files)) {
      fc.assert(
        fc.property(fc.nat(bytes.length - 1), fc.uint8Array({ maxLength: 20 }), fc.integer({ min: 1, max: 5000 }), (at, put, chunk) => {
          const changed = Buffer.from(bytes)
          changed.set(put.subarray(0, changed.length - at), at)
          expect(typeof sniffed(changed, chunk).ok).toBe('boolean')
        }),
        { numRuns: 100 },
      )
    }
  })
})

describe('what is not taken', () => {
  it.each<[string, string]>([
    ['', 'empty'], ['\0', 'unknown_type'], ['<html><script>alert(1)</script></html>', 'unknown_type'], ['GIF89a..............', 'unknown_type'],
    ['PK\x03\x04..............', 'unknown_type'], ['%PDF-1.4', 'incomplete'], ['%PDF-9.9\n..........', 'damaged'], ['%PDF-<html>...........', 'damaged'],
    ['\xff\xd8\xff', 'incomplete'], ['\x89PNG\r\n\x1a\n', 'incomplete'], ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'unknown_type'],
  ])('%j is %s', (text, wanted) => expect(reason(Buffer.from(text, 'latin1'))).toBe(wanted))
})

describe('a PDF', () => {
  it('with a password is refused', async () => {
    expect(reason(await madePdf({ ownerPassword: 'a', userPassword: 'b' }))).toBe('pdf_password')
  })

  it('with another file inside is refused', async () => {
    expect(reason(await madePdf({}, (document) => document.file(Buffer.from('MZ'), { name: 'x.exe' })))).toBe('pdf_attachment')
  })

  it.each<[string, string]>([
    ['/OpenAction << /S /JavaScript /JS (app.alert(1)) >>', 'pdf_active'],
    ['/OpenAction << /S /J#61vaScript /JS (app.alert(1)) >>', 'pdf_active'],
    ['/S/#4A#61#76#61#53#63#72#69#70#74/JS(x)', 'pdf_active'],
    ['/S /Launch /F (cmd.exe)', 'pdf_active'],
    ['/S/SubmitForm/F(http://x)', 'pdf_active'],
    ['/Subtype /RichMedia', 'pdf_active'],
    ['/Encrypt 5 0 R', 'pdf_password'],
    ['/Names << /EmbeddedFiles 3 0 R >>', 'pdf_attachment'],
    ['/EncryptMetadata false', 'application/pdf'],
    ['/Title (JavaScript for dentists)', 'application/pdf'],
    ['/LaunchPad 1', 'application/pdf'],
    ['/constructor 1 /hasOwnProperty 2 /toString 3', 'application/pdf'],
    ['/OpenAction [3 0 R /Fit]', 'application/pdf'],
  ])('with %s: %s', (text, wanted) => {
    for (const chunk of [1, 5, 16, 100, 1000]) expect(reason(pdfWith(text), chunk)).toBe(wanted)
  })

  it('hides nothing in an object stream, nor in what looks like one\'s data', () => {
    const action = '<< /S /JavaScript /JS (app.alert(1)) >>'
    expect(reason(objectStreams('<< /Type /Catalog >>'))).toBe('application/pdf')
    expect(reason(objectStreams(action))).toBe('pdf_active')
    for (const chunk of [1, 3, 50]) expect(reason(objectStreams(action), chunk)).toBe('pdf_active')
    expect(reason(objectStreams(action, '', (plain) => plain))).toBe('pdf_active')
    expect(reason(objectStreams('<< /Type /Catalog >>', '', (plain) => plain))).toBe('application/pdf')
  })

  it('whose object streams cannot be looked into is refused', () => {
    const hex = (plain: Buffer): Buffer => Buffer.from(`${plain.toString('hex')}>`)
    expect(reason(objectStreams('<< >>', '/Filter /ASCIIHexDecode', hex))).toBe('pdf_unreadable')
    expect(reason(objectStreams('<< >>', '/Filter /FlateDecode /DecodeParms << /Predictor 12 >>'))).toBe('pdf_unreadable')
    expect(reason(objectStreams('<< >>', '/Filter /FlateDecode', (plain) => plain))).toBe('pdf_unreadable')
    expect(reason(objectStreams(' '.repeat(9 << 20)))).toBe('pdf_unreadable')
  })

  it('is not mistaken for an active one by chance bytes', () => {
    const bytes = Buffer.alloc(4 << 20)
    let seed = 1
    for (let at = 0; at < bytes.length; at++) bytes[at] = (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 16
    expect(reason(Buffer.concat([pdfWith('/Length 4194304 >> stream'), bytes, Buffer.from('endstream\nstartxref\n9\n%%EOF')]), 65_536)).toBe('application/pdf')
  })
})

describe('a picture', () => {
  it('has a limit of pixels, told before it has arrived whole', async () => {
    const limits = { maxSide: 299, maxPixels: 1e6 }
    const few = { maxSide: 1000, maxPixels: 59_999 }
    for (const name of ['baseline JPEG', 'PNG']) {
      const head = files[name]!.bytes.subarray(0, 800)
      expect(sniffed(head, 50, limits)).toEqual({ ok: false, reason: 'too_many_pixels' })
      expect(sniffed(head, 50, few)).toEqual({ ok: false, reason: 'too_many_pixels' })
      expect(sniffed(files[name]!.bytes, 5000, { maxSide: 300, maxPixels: 60_000 }).ok).toBe(true)
    }
  })

  it('in PNG with a changed byte does not pass its checksums', () => {
    const { bytes } = files['PNG']!
    fc.assert(
      fc.property(fc.integer({ min: 8, max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(bytes)
        changed[at]! ^= flip
        expect(sniffed(changed, 4096).ok).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  it('may have nothing behind its end, but for a telephone’s second picture in JPEG', () => {
    const behind = Buffer.from('what was cropped away')
    expect(reason(Buffer.concat([files['PNG']!.bytes, behind]))).toBe('extra_data')
    expect(reason(Buffer.concat([files['baseline JPEG']!.bytes, behind]))).toBe('extra_data')
    expect(reason(Buffer.concat([files['baseline JPEG']!.bytes, files['progressive JPEG']!.bytes, Buffer.alloc(20)]))).toBe('image/jpeg')
  })

  it('in PNG needs sense in its header and its chunks', () => {
    const chunk = (type: string, data: Buffer): Buffer => {
      const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
      const ends = Buffer.alloc(8)
      ends.writeUInt32BE(data.length, 0)
      ends.writeUInt32BE(crc32(body), 4)
      return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
    }
    const header = (width: number, height: number, rest: number[]): Buffer => {
      const data = Buffer.alloc(13)
      data.writeUInt32BE(width, 0)
      data.writeUInt32BE(height, 4)
      data.set(rest, 8)
      return chunk('IHDR', data)
    }
    const good = header(1, 1, [8, 2, 0, 0, 0])
    const pixels = chunk('IDAT', deflateSync(Buffer.alloc(4)))
    const end = chunk('IEND', Buffer.alloc(0))
    const made = (...chunks: Buffer[]): string =>
      reason(Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...chunks]))
    expect(made(good, pixels, end)).toBe('image/png')
    expect(made(good, chunk('tEXt', Buffer.from('a\0b')), pixels, end)).toBe('image/png')
    expect(made(good, end)).toBe('damaged')
    expect(made(pixels, good, end)).toBe('damaged')
    expect(made(good, good, pixels, end)).toBe('damaged')
    expect(made(good, chunk('EVIL', Buffer.alloc(1)), pixels, end)).toBe('damaged')
    expect(made(good, chunk('1234', Buffer.alloc(1)), pixels, end)).toBe('damaged')
    expect(made(header(0, 1, [8, 2, 0, 0, 0]), pixels, end)).toBe('damaged')
    expect(made(header(1, 1, [3, 2, 0, 0, 0]), pixels, end)).toBe('damaged')
    expect(made(header(1, 1, [8, 2, 1, 0, 0]), pixels, end)).toBe('damaged')
  })

  it('in JPEG needs a frame, a scan and sense in its segments', () => {
    const segment = (marker: number, data: number[]): number[] => [0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255, ...data]
    const frame = segment(0xc0, [8, 0, 10, 0, 20, 1, 1, 0x11, 0])
    const scan = [...segment(0xda, [1, 1, 0, 0, 63, 0]), 1, 2, 0xff, 0x00, 0xff, 0xd0, 3]
    const made = (...parts: number[][]): string => reason(Buffer.from([0xff, 0xd8, ...parts.flat(), ...Array<number>(16).fill(0)]))
    const end = [0xff, 0xd9]
    expect(made(frame, scan, end)).toBe('image/jpeg')
    expect(made(frame, scan, segment(0xc4, [0]), scan, end)).toBe('image/jpeg')
    expect(made([0xff, ...frame], scan, end)).toBe('image/jpeg')
    expect(made(frame, end)).toBe('damaged')
    expect(made(scan, end)).toBe('damaged')
    expect(made(frame, frame, scan, end)).toBe('damaged')
    expect(made([0xff, 0xd8], frame, scan, end)).toBe('damaged')
    expect(made(segment(0xc0, [8, 0, 0, 0, 20, 1, 1, 0x11, 0]), scan, end)).toBe('damaged')
    expect(made([0xff, 0xe0, 0, 1], frame, scan, end)).toBe('damaged')
    expect(made(frame, scan)).toBe('incomplete')
  })
})
