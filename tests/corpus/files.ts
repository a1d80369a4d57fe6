import { deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { ascii, dicom, element, explicitLittle, heic, heicBox, join, jpegSaying, jpegSegment, jpegWith, pngChunk, pngEnd, pngHeader, pngPixels, pngSignature, pngWith, riff, tiff, u32, webpCanvas, webpChunk, webpPicture, zip } from './bytes'
import { pdf, pdfObjects, pdfSaying } from './papers'

export type CorpusFile = {
  bytes: () => Buffer | Promise<Buffer> | AsyncIterable<Uint8Array>
  /** The type that a browser gives; none says nothing. */
  type?: string
  /** Sent by a patient, so that it is cleaned on the way. */
  strip?: true
}

const noise = (width = 300, height = 200): Sharp =>
  sharp({ create: { width, height, channels: 3, background: 'white', noise: { type: 'gaussian', mean: 128, sigma: 40 } } })
const jpeg = (): Promise<Buffer> => noise().jpeg().toBuffer()
const png = (): Promise<Buffer> => noise().png().toBuffer()
const webp = (): Promise<Buffer> => noise().webp().toBuffer()
const snapshot = (): Sharp => noise().withExif({ IFD0: { Make: 'Telephone', Orientation: '6' }, IFD3: { GPSLatitude: '35/1 2/1 44/1', GPSLatitudeRef: 'N' } })
const html = ascii('<html><script>alert(document.cookie)</script></html>')
const program = join('MZ\x90\0\x03\0\0\0', Buffer.alloc(500, 0xcc), 'This program cannot be run in DOS mode.')
const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length >> 1)
const front = (text: string, bytes = 128): Buffer => join(text, Buffer.alloc(bytes - text.length))
const flipped = (bytes: Buffer, at: number): Buffer => Buffer.concat([bytes.subarray(0, at), Buffer.from([bytes[at]! ^ 1]), bytes.subarray(at + 1)])
const zeros = (mebibytes: number): Buffer => deflateSync(Buffer.alloc(mebibytes << 20))

/** A volume of so many bytes in all, made as it is read. */
async function* volume(bytes: number): AsyncGenerator<Uint8Array> {
  const shape = { rows: 1024, columns: 1024, frames: 255, bits: 16 }
  const pixels = shape.rows * shape.columns * shape.frames * 2
  // What is missing to the size stands in a private element before the pixels.
  const bare = dicom({ ...shape, pixelBytes: pixels }).length
  const filler = bytes - bare - pixels - 12
  const head = dicom({ ...shape, pixelBytes: pixels, before: element(0x29, 0x1010, 'OB', '', { length: filler }) })
  const split = head.length - 12
  yield head.subarray(0, split)
  const block = Buffer.alloc(1 << 20, 0x2a)
  for (let left = filler; left > 0; left -= block.length) yield block.subarray(0, Math.min(left, block.length))
  yield head.subarray(split)
  for (let left = pixels; left > 0; left -= block.length) yield block.subarray(0, Math.min(left, block.length))
}

export const limit = 512 * 1024 * 1024

/**
 * The files of docs/files.md, by the names in its table. `\u202e` and the like stand for signs that nobody sees.
 */
export const files: Record<string, CorpusFile> = {
  // PDF
  'plan.pdf': { bytes: () => pdf(), type: 'application/pdf' },
  'sixty-pages.pdf': { bytes: () => pdf({}, undefined, 60) },
  'old-scanner.pdf': { bytes: () => pdf({ compress: false, pdfVersion: '1.3' }) },
  'objects.pdf': { bytes: () => pdfObjects(deflateSync(ascii('1 0 << /Type /Catalog >>'))) },
  'half.pdf': { bytes: async () => half(await pdf()) },
  'not-really.pdf': { bytes: () => ascii('%PDF-<html>, they said, and wrote a page') },
  'password.pdf': { bytes: () => pdf({ userPassword: 'secret', ownerPassword: 'more' }) },
  'javascript.pdf': { bytes: () => pdfSaying('/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>') },
  'javascript-hidden.pdf': { bytes: () => pdfObjects(deflateSync(ascii('1 0 << /S /J#61vaScript /JS (app.alert(1)) >>'))) },
  'launch.pdf': { bytes: () => pdfSaying('/Type /Catalog /OpenAction << /S /Launch /F (cmd.exe) >>') },
  'form-that-sends.pdf': { bytes: () => pdfSaying('/A << /S /SubmitForm /F (https://example.net/) >>') },
  'attachment.pdf': { bytes: () => pdf({}, (document) => void document.file(program, { name: 'invoice.exe' })) },
  'unfolding.pdf': { bytes: () => pdfObjects(zeros(9)) },
  'obscure.pdf': { bytes: () => pdfObjects(ascii('3c3c3e3e>'), '/Filter /ASCIIHexDecode') },
  'with-archive.pdf': { bytes: async () => join(await pdf(), zip('run.class', program)) },
  'inside-archive.pdf': { bytes: async () => join(pdfSaying('/Type /Catalog').subarray(0, -20), zip('run.class', program, ascii('\nstartxref\n9\n%%EOF\n'))) },
  'with-page-behind.pdf': { bytes: async () => join(await pdf(), html) },

  // JPEG
  'bitewing.jpg': { bytes: jpeg, type: 'image/jpeg' },
  'progressive.jpeg': { bytes: () => noise().jpeg({ progressive: true }).toBuffer() },
  'saved-from-browser.jfif': { bytes: jpeg, type: 'image/pjpeg' },
  'telephone-two-pictures.jpg': { bytes: async () => join(await jpeg(), await noise(90, 60).jpeg().toBuffer()) },
  'telephone-place.jpg': { bytes: () => snapshot().jpeg().toBuffer(), strip: true },
  'telephone-film-behind.jpg': { bytes: async () => join(await snapshot().jpeg().toBuffer(), heicBox('ftyp', 'mp42'), heicBox('mdat', Buffer.alloc(9000, 3))), strip: true },
  'film-behind.jpg': { bytes: async () => join(await jpeg(), heicBox('ftyp', 'mp42'), heicBox('mdat', Buffer.alloc(9000, 3))) },
  'half.jpg': { bytes: async () => half(await jpeg()) },
  'scrambled.jpg': { bytes: async () => join((await jpeg()).subarray(0, 20), Buffer.alloc(4000, 0x11)) },
  'sixty-thousand-wide.jpg': { bytes: async () => jpegSaying(await jpeg(), 60_000, 200) },
  'billion-pixels.jpg': { bytes: async () => jpegSaying(await jpeg(), 29_000, 29_000) },
  'page-behind.jpg': { bytes: async () => join(await jpeg(), html) },
  'page-inside.jpg': { bytes: async () => jpegWith(await jpeg(), jpegSegment(0xfe, html)) },
  'php-inside.jpg': { bytes: async () => jpegWith(await jpeg(), jpegSegment(0xfe, '<?php __HALT_COMPILER();')) },
  'pdf-inside.jpg': { bytes: async () => jpegWith(await jpeg(), jpegSegment(0xfe, '%PDF-1.4\n1 0 obj')) },
  'archive-behind.jpg': { bytes: async () => join(await jpeg(), zip('run.class', program)) },
  'archive-inside.jpg': { bytes: async () => jpegWith(await jpeg(), jpegSegment(0xfe, zip('run.class', program))) },

  // PNG
  'panoramic.png': { bytes: png, type: 'image/png' },
  'palette.png': { bytes: () => noise().png({ palette: true, progressive: true }).toBuffer() },
  'half.png': { bytes: async () => half(await png()) },
  'flipped-bit.png': { bytes: async () => flipped(await png(), 900) },
  'two-billion-wide.png': { bytes: () => join(pngSignature, pngHeader(2_000_000_000, 1), pngPixels(4), pngEnd) },
  'lying-header.png': { bytes: () => join(pngSignature, pngHeader(10_000, 10_000), pngPixels(100), pngEnd) },
  'too-many-bytes.png': { bytes: () => join(pngSignature, pngHeader(4, 4), pngChunk('IDAT', Buffer.alloc(200_000, 9)), pngEnd) },
  'text-bomb.png': { bytes: async () => pngWith(await png(), pngChunk('zTXt', join('Comment\0\0', zeros(64)))) },
  'moving.png': { bytes: async () => pngWith(await png(), pngChunk('acTL', join(u32(2), u32(0)))) },
  'cropped-away.png': { bytes: async () => join(await png(), 'what was cropped away') },
  'script-inside.png': { bytes: async () => pngWith(await png(), pngChunk('tEXt', join('Comment\0', html))) },
  'place-inside.png': { bytes: async () => pngWith(await png(), pngChunk('tEXt', ascii('Location\x0035.0456 N'))), strip: true },

  // WebP
  'chart.webp': { bytes: webp, type: 'image/webp' },
  'lossless.webp': { bytes: () => noise().webp({ lossless: true }).toBuffer() },
  'telephone-place.webp': { bytes: () => snapshot().webp().toBuffer(), strip: true },
  'half.webp': { bytes: async () => half(await webp()) },
  'moving.webp': { bytes: async () => riff(webpCanvas(300, 200, 2), webpChunk('ANIM', Buffer.alloc(6)), webpPicture(await webp())) },
  'lying-canvas.webp': { bytes: async () => riff(webpCanvas(16_000, 200), webpPicture(await webp())) },
  'absurd-canvas.webp': { bytes: async () => riff(webpCanvas(16_000_000, 200), webpPicture(await webp())) },
  'unknown-chunk.webp': { bytes: async () => riff(webpCanvas(300, 200), webpPicture(await webp()), webpChunk('EVIL', program)) },
  'archive-behind.webp': { bytes: async () => join(await webp(), zip('run.class', program)) },

  // HEIC
  'IMG_0042.HEIC': { bytes: () => heic(), type: 'image/heic' },
  'IMG_0043.HEIF': { bytes: () => heic({ brand: 'heix' }), type: '' },
  'telephone-place.heic': { bytes: () => heic(), strip: true },
  'half.heic': { bytes: () => half(heic()) },
  'places-outside.heic': { bytes: () => heic({ lie: 100_000 }) },
  'absurd.heic': { bytes: () => heic({ width: 100_000, height: 100_000 }) },
  'film-behind.heic': { bytes: () => heic({ more: heicBox('moov', Buffer.alloc(500)) }) },
  'unknown-box.heic': { bytes: () => heic({ more: heicBox('evil', program) }) },
  'backwards-telephone.heic': { bytes: () => heic({ metaLast: true }), strip: true },
  'really-avif.heic': { bytes: () => noise(64, 64).avif({ effort: 0 }).toBuffer() },

  // TIFF
  'scanner.tif': { bytes: () => noise().tiff({ compression: 'lzw' }).toBuffer(), type: 'image/tiff' },
  'fax.tiff': { bytes: () => noise().threshold().toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }).toBuffer() },
  'macintosh.tif': { bytes: () => tiff({ little: false }) },
  'directory-last.tif': { bytes: () => tiff({ last: true }) },
  'half.tif': { bytes: () => half(tiff()) },
  'big.tif': { bytes: () => noise().tiff({ bigtiff: true }).toBuffer() },
  'endless.tif': { bytes: () => tiff({ next: 8 }) },
  'absurd.tif': { bytes: () => tiff({ width: 400_000, height: 400_000 }) },
  'strips-outside.tif': { bytes: () => tiff({ strip: 900_000 }) },
  'unknown-compression.tif': { bytes: () => tiff({ compression: 34_712 }) },
  'archive-behind.tif': { bytes: () => join(tiff(), zip('run.class', program)) },
  'long-tail.tif': { bytes: () => join(tiff(), Buffer.alloc(20_000, 0x61)) },

  // DICOM
  'sensor.dcm': { bytes: () => dicom(), type: 'application/dicom' },
  'IM000001': { bytes: () => dicom({ implicit: true }) },
  '1.2.840.113619.2.55.3': { bytes: () => dicom({ frames: 3 }) },
  'compressed.dcm': { bytes: async () => dicom({ syntax: '1.2.840.10008.1.2.4.50', bits: 8, fragments: [await jpeg()] }) },
  'half.dcm': { bytes: () => half(dicom()) },
  'lying-rows.dcm': { bytes: () => dicom({ rows: 5000, pixels: Buffer.alloc(8192) }) },
  'more-pixels.dcm': { bytes: () => dicom({ pixels: Buffer.alloc(90_000) }) },
  'absurd.dcm': { bytes: () => dicom({ rows: 65_535, columns: 65_535, pixels: Buffer.alloc(16) }) },
  'many-frames.dcm': { bytes: () => dicom({ frames: 4_000_000, pixels: Buffer.alloc(16) }) },
  'program-preamble.dcm': { bytes: () => dicom({ preamble: front('MZ\x90\0\x03\0\0\0') }) },
  'tiff-preamble.dcm': { bytes: () => dicom({ preamble: front('II*\0\x08\0\0\0') }) },
  'script-preamble.dcm': { bytes: () => dicom({ preamble: front('#!/bin/sh\nrm -rf ~\nexit\n') }) },
  'wrapped-pdf.dcm': { bytes: async () => dicom({ kind: '1.2.840.10008.5.1.4.1.1.104.1', pixels: null, before: element(0x42, 0x11, 'OB', await pdf()) }) },
  'wrapped-secretly.dcm': { bytes: async () => dicom({ before: element(0x42, 0x11, 'OB', program) }) },
  'DICOMDIR': { bytes: () => dicom({ kind: '1.2.840.10008.1.3.10', pixels: null }) },
  'deflated.dcm': { bytes: () => dicom({ syntax: '1.2.840.10008.1.2.1.99' }) },
  'film.dcm': { bytes: () => dicom({ syntax: '1.2.840.10008.1.2.4.102', fragments: [Buffer.alloc(100)] }) },
  'behind.dcm': { bytes: () => join(dicom({ syntax: explicitLittle }), zip('run.class', program)) },

  // Text
  'note.txt': { bytes: () => Buffer.from('Dear Dr. Okafor,\r\nthank you for seeing Señora Álvarez.\r\n'), type: 'text/plain' },
  'old-note.txt': { bytes: () => ascii('Lettre de référence, 12\xa0€'.replace('€', '\x80')) },
  'page.txt': { bytes: () => html },
  'drawing.txt': { bytes: () => ascii('\n  <svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>') },
  'shell.txt': { bytes: () => ascii('#!/bin/sh\nrm -rf ~\n') },
  'binary.txt': { bytes: () => join('Dear Dr. Okafor,', [0, 1, 2], 'and so on') },
  'unknown-letters.txt': { bytes: () => ascii('caf\x8d\x90') },
  'endless.txt': { bytes: () => Buffer.alloc((1 << 20) + 1, 'all work and no play ') },
  'one-byte.txt': { bytes: () => ascii('x') },

  // Nothing of these is taken
  'empty.pdf': { bytes: () => Buffer.alloc(0) },
  'empty.txt': { bytes: () => Buffer.alloc(0) },
  'one-byte.pdf': { bytes: () => Buffer.from([0x25]) },
  'one-byte.jpg': { bytes: () => Buffer.from([0xff]) },
  'drawing.svg': { bytes: () => ascii('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), type: 'image/svg+xml' },
  'page.html': { bytes: () => html, type: 'text/html' },
  'archive.zip': { bytes: () => zip('a.txt', ascii('a')) },
  'letter.docx': { bytes: () => zip('word/document.xml', ascii('<w:document/>')) },
  'setup.exe': { bytes: () => program },
  'gifar.gif': { bytes: () => join('GIF89a\x01\0\x01\0\0\0\0;', zip('run.class', program)) },
  'macro.vbs': { bytes: () => ascii('CreateObject("WScript.Shell").Run "calc"') },
  'list.csv': { bytes: () => ascii('name,birth date\nDoe,1980-01-01\n'), type: 'text/csv' },
  'NOTES': { bytes: () => ascii('a text that says nowhere that it is one') },

  // What it says and what it is
  'photo.pdf': { bytes: jpeg, type: 'application/pdf' },
  'scan.jpg': { bytes: () => pdf(), type: 'image/jpeg' },
  'picture.png': { bytes: jpeg },
  'said-wrongly.jpg': { bytes: jpeg, type: 'image/png' },
  'photo.jpg.exe': { bytes: jpeg },
  'photo.html': { bytes: png },
  'photo\\u202egpj.exe': { bytes: jpeg },
  'photo\\u202egnp.jpg': { bytes: jpeg },
  'xray.jpg': { bytes: () => dicom() },
  'photo.txt': { bytes: jpeg },
  'note.pdf': { bytes: () => ascii('This is a text.') },

  // Size
  'volume-512-mib.dcm': { bytes: () => volume(limit) },
  'volume-512-mib-and-one.dcm': { bytes: () => volume(limit + 1) },
}
