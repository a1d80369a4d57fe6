import { createRequire } from 'node:module'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { dicomFile, encapsulated, halves, losslessJpeg, runLengths } from '@/tests/factories/dicom'
import { smallPdf } from '@/tests/factories/small-pdf'
import { tinyHeic } from '@/tests/factories/tiny-heic'
import { layOut, makePictures, startProgram, UndecodableError, type Limits, type Picture } from './maker'

const load = createRequire(import.meta.url)

async function* pieces(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

async function decoded(bytes: Buffer, type: string, within?: Limits) {
  const pictures: Picture[] = []
  const facts = await makePictures({ type, size: bytes.length, plain: () => pieces(bytes) }, async (picture) => void pictures.push(picture), within)
  return { pictures, facts }
}

/** Mean colour of the left and the right half, which tells whether it is the picture and not just one. */
async function halvesOf({ bytes, width, height }: Picture) {
  const half = { width: Math.floor(width / 2) - 2, height }
  const mean = async (left: number) => (await sharp(await sharp(bytes).extract({ left, top: 0, ...half }).png().toBuffer()).stats()).channels.slice(0, 3).map(({ mean: value }) => Math.round(value))
  return { left: await mean(0), right: await mean(width - half.width) }
}

const page = ({ pictures }: { pictures: Picture[] }, number = 1) => pictures.find(({ variant }) => variant === `page-${number}-1600`)!
const blueAndRed = (width = 96, height = 64) => sharp({ create: { width, height, channels: 3, background: '#c03020' } })
  .composite([{ input: { create: { width: width / 2, height, channels: 3, background: '#2040c0' } }, left: 0, top: 0 }])

describe('pictures', () => {
  test.each([['jpeg'], ['png'], ['webp'], ['tiff']] as const)('of %s: a thumbnail and a page, smaller and without what was beside the pixels', async (format) => {
    const file = await blueAndRed(2400, 1200).withExif({ IFD3: { GPSLatitude: '51/1 30/1 0/1' } }).toFormat(format).toBuffer()
    const result = await decoded(file, `image/${format}`)
    expect(result.facts).toMatchObject({ pages: 1, width: 2400, height: 1200, found: { names: [] } })
    expect(result.pictures.map(({ variant, type, width, height }) => ({ variant, type, width, height }))).toEqual([
      { variant: 'page-1-1600', type: 'image/jpeg', width: 1600, height: 800 },
      { variant: 'thumb-256', type: 'image/webp', width: 256, height: 128 },
    ])
    expect((await sharp(page(result).bytes).metadata()).exif).toBeUndefined()
    const { left, right } = await halvesOf(page(result))
    expect(left[2]).toBeGreaterThan(160)
    expect(right[0]).toBeGreaterThan(160)
  })

  test('of each page of a TIFF', async () => {
    const pages = await Promise.all([0, 90].map((turn) => blueAndRed().png().toBuffer().then((page) => sharp(page).rotate(turn).resize(96, 64).png().toBuffer())))
    const { data, info } = await sharp(Buffer.concat(await Promise.all(pages.map((page) => sharp(page).removeAlpha().raw().toBuffer()))), { raw: { width: 96, height: 128, channels: 3, pageHeight: 64 } as never }).tiff().toBuffer({ resolveWithObject: true })
    expect(info.size).toBe(data.length)
    const result = await decoded(data, 'image/tiff')
    expect(result.pictures.map(({ variant }) => variant)).toEqual(['page-1-1600', 'thumb-256', 'page-2-1600'])
    expect(result.facts.pages).toBe(2)
  })

  test('of HEIC, as JPEG', async () => {
    const result = await decoded(tinyHeic(), 'image/heic')
    expect(result.facts).toMatchObject({ pages: 1, width: 96, height: 64 })
    const { left, right } = await halvesOf(page(result))
    expect(left[2]).toBeGreaterThan(140)
    expect(right[0]).toBeGreaterThan(140)
  })
})

describe('X-rays', () => {
  const grey = async (file: Buffer) => {
    const result = await decoded(file, 'application/dicom')
    const { left, right } = await halvesOf(page(result))
    return { left: left[0], right: right[0], facts: result.facts }
  }

  test('without a window go from their darkest to their brightest', async () => {
    expect(await grey(dicomFile({ pixels: halves() }))).toMatchObject({ left: 0, right: 255 })
  })

  test('are shown in the window they name', async () => {
    const { left, right } = await grey(dicomFile({ pixels: halves(), tags: { '00281050': ['DS', '2000'], '00281051': ['DS', '4000'] } }))
    expect(left).toBeCloseTo(64, -1)
    expect(right).toBeCloseTo(191, -1)
  })

  test('of the older way of counting are turned round', async () => {
    expect(await grey(dicomFile({ pixels: halves(), meaning: 'MONOCHROME1' }))).toMatchObject({ left: 255, right: 0 })
  })

  test('in run lengths', async () => {
    expect(await grey(dicomFile({ syntax: '1.2.840.10008.1.2.5', packed: true, pixels: encapsulated(runLengths(halves())) }))).toMatchObject({ left: 0, right: 255 })
  })

  test('in lossless JPEG', async () => {
    expect(await grey(dicomFile({ syntax: '1.2.840.10008.1.2.4.70', packed: true, pixels: encapsulated(losslessJpeg(halves(), 64, 48)) }))).toMatchObject({ left: 0, right: 255 })
  })

  test('in baseline JPEG', async () => {
    const jpeg = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#fff' } })
      .composite([{ input: { create: { width: 32, height: 48, channels: 3, background: '#000' } }, left: 0, top: 0 }]).greyscale().jpeg({ quality: 95 }).toBuffer()
    const { left, right } = await grey(dicomFile({ syntax: '1.2.840.10008.1.2.4.50', bits: 8, packed: true, pixels: encapsulated(jpeg) }))
    expect(left).toBeLessThan(20)
    expect(right).toBeGreaterThan(235)
  })

  type Encoder = {
    getDecodedBuffer(info: object): Uint8Array; encode(): void; getEncodedBuffer(): Uint8Array; setNearLossless?(near: number): void
    setDecompositions?(levels: number): void; setQuality?(lossless: boolean, rate: number): void
  }
  const pack = (encoder: Encoder) => {
    encoder.getDecodedBuffer({ width: 64, height: 48, bitsPerSample: 16, componentCount: 1, isSigned: false, isUsingColorTransform: false }).set(halves())
    encoder.setNearLossless?.(0)
    encoder.encode()
    return encapsulated(Buffer.from(encoder.getEncodedBuffer()))
  }

  test('in JPEG-LS', async () => {
    const { JpegLSEncoder } = await (load('@cornerstonejs/codec-charls') as () => Promise<{ JpegLSEncoder: new () => Encoder }>)()
    expect(await grey(dicomFile({ syntax: '1.2.840.10008.1.2.4.80', packed: true, pixels: pack(new JpegLSEncoder()) }))).toMatchObject({ left: 0, right: 255 })
  })

  test('in JPEG 2000', async () => {
    const { J2KEncoder } = await (load('@cornerstonejs/codec-openjpeg') as () => Promise<{ J2KEncoder: new () => Encoder }>)()
    const { left, right } = await grey(dicomFile({ syntax: '1.2.840.10008.1.2.4.90', packed: true, pixels: pack(new J2KEncoder()) }))
    expect(left).toBeLessThan(10)
    expect(right).toBeGreaterThan(245)
  })

  test('say how they were taken, and apart from that whose they are', async () => {
    const { facts } = await grey(dicomFile({
      pixels: halves(),
      tags: {
        '00080060': ['CS', 'IO'], '00080022': ['DA', '20260301'], '00080032': ['TM', '143005'], '00080070': ['LO', 'Invented Imaging'],
        '00081090': ['LO', 'Sensor 2'], '00100010': ['PN', 'Lopez^Ana^Maria'], '00100020': ['LO', 'C-1042'], '00100030': ['DA', '19870314'],
        '00180015': ['CS', 'JAW'], '00180060': ['DS', '65'], '00181150': ['IS', '120'], '00181151': ['IS', '7'],
      },
    }))
    expect(facts.details).toEqual({
      modality: 'IO', bodyPart: 'jaw', takenAt: '2026-03-01T14:30', device: 'Invented Imaging Sensor 2', kilovolts: '65', milliamperes: '7', milliseconds: '120',
    })
    expect(facts.found).toEqual({ names: ['Ana Maria Lopez'], birthDates: ['1987-03-14'], ids: ['C-1042'] })
    expect(JSON.stringify(facts.details)).not.toMatch(/Lopez|C-1042/)
  })

  test('in several frames are several pages', async () => {
    const { pictures, facts } = await decoded(dicomFile({ pixels: Buffer.concat([halves(), halves(64, 48, 3000, 1000)]), tags: { '00280008': ['IS', '2'] } }), 'application/dicom')
    expect(facts.pages).toBe(2)
    expect((await halvesOf(page({ pictures }, 1))).left[0]).toBe(0)
    expect((await halvesOf(page({ pictures }, 2))).left[0]).toBe(255)
  })

  test('a report without a picture is no broken one', async () => {
    expect(await decoded(dicomFile({ tags: { '00080060': ['CS', 'SR'] } }), 'application/dicom')).toMatchObject({ facts: { pages: 0 }, pictures: [] })
  })
})

describe('what ends one file’s decoding and nothing else', () => {
  const refused = UndecodableError

  test('a picture that unpacks to far more than any scanner makes', async () => {
    const bomb = await sharp({ create: { width: 16_000, height: 12_000, channels: 3, background: '#000' }, limitInputPixels: false }).png({ compressionLevel: 9 }).toBuffer()
    expect(bomb.length).toBeLessThan(3_000_000)
    await expect(decoded(bomb, 'image/png')).rejects.toBeInstanceOf(refused)
  })

  test.each([['image/jpeg'], ['image/tiff'], ['image/heic'], ['application/pdf'], ['application/dicom']])('%s that is none', async (type) => {
    await expect(decoded(Buffer.from('something else altogether, and a good deal of it'), type)).rejects.toBeInstanceOf(refused)
  })

  test('a file cut in the middle', async () => {
    const whole = await blueAndRed(1200, 800).png().toBuffer()
    await expect(decoded(whole.subarray(0, whole.length / 2), 'image/png')).rejects.toBeInstanceOf(refused)
  })

  test('a DICOM file whose pixels are not there', async () => {
    await expect(decoded(dicomFile({ width: 60_000, height: 900, pixels: halves() }), 'application/dicom')).rejects.toBeInstanceOf(refused)
  })

  test('time: of the clock', async () => {
    const begun = Date.now()
    await expect(decoded(smallPdf('slow'), 'application/pdf', { dataBytes: 1_600_000_000, cpuSeconds: 60, wallMs: 20 })).rejects.toBeInstanceOf(refused)
    expect(Date.now() - begun).toBeLessThan(10_000)
  })

  test('memory', async () => {
    // Turned round, it cannot be read line by line.
    const large = await blueAndRed(10_000, 8000).withMetadata({ orientation: 6 }).png().toBuffer()
    expect((await decoded(large, 'image/png')).pictures).toHaveLength(2)
    const little = { dataBytes: 700_000_000, cpuSeconds: 20, wallMs: 20_000 }
    expect((await decoded(await blueAndRed(800, 600).png().toBuffer(), 'image/png', little)).pictures).toHaveLength(2)
    await expect(decoded(large, 'image/png', little)).rejects.toBeInstanceOf(refused)
  })
})

describe('what runs there', () => {
  /** Runs code in the decoder's place and gives what it wrote. */
  const within = (code: string) => new Promise<string>((resolve) => {
    const child = startProgram({ dataBytes: 1_600_000_000, cpuSeconds: 20, wallMs: 20_000 }, ['--input-type=module', '-e', code])
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.stdin.on('error', () => undefined).end()
    child.on('close', () => resolve(said))
  })
  const tries = (code: string) => within(`try { ${code}; console.log('did it') } catch (error) { console.log(error.code) }`)

  test('has no secret in its environment', async () => {
    process.env.ENAMEL_TEST_MARK = 'seen'
    const seen = await within('console.log(JSON.stringify(process.env))')
    delete process.env.ENAMEL_TEST_MARK
    expect(JSON.parse(seen)).toEqual({ VIPS_CONCURRENCY: '1', UV_THREADPOOL_SIZE: '2', MALLOC_ARENA_MAX: '2' })
  })

  test('reads its own code and no file of ours', async () => {
    const read = (path: string) => tries(`const { readFileSync } = await import('node:fs'); readFileSync(${JSON.stringify(path)})`)
    expect(await read(`${process.cwd()}/lib/vault/pictures/program/decode.ts`)).toBe('did it\n')
    expect(await read(`${process.cwd()}/lib/platform/env.ts`)).toBe('ERR_ACCESS_DENIED\n')
    expect(await read('/etc/hostname')).toBe('ERR_ACCESS_DENIED\n')
  })

  test('writes nothing and starts nothing', async () => {
    expect(await tries(`const { writeFileSync } = await import('node:fs'); writeFileSync('/tmp/enamel-decoder-was-here', 'x')`)).toBe('ERR_ACCESS_DENIED\n')
    expect(await tries(`const { spawnSync } = await import('node:child_process'); const { error } = spawnSync('/bin/true'); if (error) throw error`)).toBe('ERR_ACCESS_DENIED\n')
    expect(await tries(`const { Worker } = await import('node:worker_threads'); new Worker('1', { eval: true })`)).toBe('ERR_ACCESS_DENIED\n')
  })
})

test('previews are laid out on one strip, in order, what is missing left clear; what is no picture makes none', async () => {
  const small = (colour: string) => sharp({ create: { width: 200, height: 256, channels: 3, background: colour } }).webp().toBuffer()
  const strip = await layOut([await small('#f00'), null, await small('#00f')])
  expect(strip).toMatchObject({ type: 'image/webp', width: 128, height: 384 })
  const { data } = await sharp(strip.bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const middle = (cell: number) => [...data.subarray((cell * 128 * 128 + 64 * 128 + 64) * 4, (cell * 128 * 128 + 64 * 128 + 64) * 4 + 4)]
  expect(middle(0)[0]).toBeGreaterThan(200)
  expect(middle(1)[3]).toBe(0)
  expect(middle(2)[2]).toBeGreaterThan(200)
  expect((await layOut([null])).height).toBe(128)
  await expect(layOut([Buffer.from('no picture at all, but long enough')])).rejects.toBeInstanceOf(UndecodableError)
  await expect(layOut([])).rejects.toBeInstanceOf(UndecodableError)
})
