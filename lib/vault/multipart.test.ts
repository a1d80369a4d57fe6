import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MultipartError, readForm } from './multipart'

const B = 'XboundaryX'
const TYPE = `multipart/form-data; boundary=${B}`
const limits = { maxFileBytes: 1_000_000, maxFields: 5, maxFieldBytes: 100 }

const field = (name: string, value: string): string => `--${B}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const file = (content: string, name = 'x.pdf', of = 'file'): string =>
  `--${B}\r\nContent-Disposition: form-data; name="${of}"; filename="${name}"\r\nContent-Type: application/pdf\r\n\r\n${content}\r\n`
const END = `--${B}--\r\n`

function body(text: string | Buffer, chunk = 1000): ReadableStream<Uint8Array> & { pulled: () => number; cancelled: () => boolean } {
  const bytes = Buffer.from(text)
  let at = 0
  let cancelled = false
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at >= bytes.length) controller.close()
        else controller.enqueue(new Uint8Array(bytes.subarray(at, (at += chunk))))
      },
      cancel: () => void (cancelled = true),
    },
    { highWaterMark: 0 },
  )
  return Object.assign(stream, { pulled: () => Math.min(at, bytes.length), cancelled: () => cancelled })
}

async function read(text: string | Buffer, chunk?: number) {
  const form = await readForm(body(text, chunk), TYPE, limits)
  const parts: Uint8Array[] = []
  if (form.file) for await (const part of form.file.bytes) parts.push(part)
  return { fields: Object.fromEntries(form.fields), name: form.file?.name, content: Buffer.concat(parts) }
}
const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(() => 'fine', (error: unknown) => (error instanceof MultipartError ? `${error.status} ${error.code}` : Promise.reject(error)))

describe('a form', () => {
  it('gives its fields, then its file, however it is cut', async () => {
    const content = 'x'.repeat(3000) + `\r\n--${B.slice(0, 5)}\r\n` + 'y'.repeat(100)
    const text = field('title', 'Röntgen') + field('tooth', '') + file(content, 'C:\\scans\\x.pdf') + END
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4000 }), async (chunk) => {
        const form = await read(text, chunk)
        expect(form).toEqual({ fields: { title: 'Röntgen', tooth: '' }, name: 'x.pdf', content: Buffer.from(content) })
      }),
      { numRuns: 60 },
    )
  })

  it('may have no file', async () => expect(await read(field('a', 'b') + END)).toEqual({ fields: { a: 'b' }, name: undefined, content: Buffer.alloc(0) }))

  it('may have an empty file, as a browser sends when none was chosen', async () => {
    expect(await read(field('a', 'b') + file('', '') + END)).toMatchObject({ name: '', content: Buffer.alloc(0) })
  })

  it('is read at the pace of whoever reads the file', async () => {
    const source = body(file('x'.repeat(900_000)) + END, 10_000)
    const form = await readForm(source, TYPE, limits)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(source.pulled()).toBeLessThan(400_000)
    let got = 0
    for await (const part of form.file!.bytes) got += part.length
    expect(got).toBe(900_000)
  })

  it('that nobody wants is let go', async () => {
    const source = body(file('x'.repeat(900_000)) + END, 10_000)
    const form = await readForm(source, TYPE, limits)
    form.discard()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(source.cancelled()).toBe(true)
  })

  it('whose file is left half read is let go', async () => {
    const source = body(file('x'.repeat(900_000)) + END, 10_000)
    for await (const part of (await readForm(source, TYPE, limits)).file!.bytes) if (part.length > 0) break
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(source.cancelled()).toBe(true)
  })
})

describe('a form that is wrong', () => {
  it.each<[string, string, string]>([
    ['nothing', '', '400 malformed'],
    ['rubbish', 'rubbish', '400 malformed'],
    ['no end', field('a', 'b'), '400 malformed'],
    ['no end in the file', file('abc').slice(0, -2), '400 malformed'],
    ['a cut header', `--${B}\r\nContent-Dispo`, '400 malformed'],
    ['a field twice', field('a', 'b') + field('a', 'c') + END, '400 malformed'],
    ['a long field', field('a', 'b'.repeat(101)) + END, '413 too_large'],
    ['many fields', 'abcdef'.split('').map((name) => field(name, 'x')).join('') + END, '400 too_many_parts'],
    ['two files', file('a') + file('b') + END, '400 too_many_parts'],
    ['a field behind the file', file('a') + field('b', 'c') + END, '400 order'],
    ['a file that is too large', file('x'.repeat(1_000_002)) + END, '413 too_large'],
  ])('%s', async (_name, text, wanted) => {
    for (const chunk of [7, 1000, 100_000]) expect(await failure(read(text, text.length > 10_000 ? 100_000 : chunk))).toBe(wanted)
  })

  it('by its type is not read at all', async () => {
    for (const type of [null, '', 'application/json', 'multipart/form-data', 'multipart/mixed; boundary=a', 'text/multipart/form-data; boundary=a']) {
      expect(await failure(readForm(body(END), type, limits))).toBe('415 not_multipart')
    }
    expect(await failure(readForm(null, TYPE, limits))).toBe('415 not_multipart')
    for (const type of ['multipart/form-data; a=b', `multipart/form-data; boundary=${'b'.repeat(500)}`, 'multipart/form-data; boundary=']) {
      expect(await failure(readForm(body(END), type, limits)), type).toBe('400 malformed')
    }
  })

  it('by a broken connection says that', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from(file('x'.repeat(200)).slice(0, 200))),
      pull: (controller) => controller.error(new Error('ECONNRESET')),
    })
    const form = await readForm(broken, TYPE, limits).catch((error: unknown) => error)
    if (form instanceof Error) expect((form as MultipartError).code).toBe('interrupted')
    else {
      const all = async (): Promise<void> => {
        for await (const part of (form as Awaited<ReturnType<typeof readForm>>).file!.bytes) void part
      }
      expect(await failure(all())).toBe('400 interrupted')
    }
  })

  it('in any way at all is an error of the sender and nothing else', async () => {
    const text = field('a', 'b') + file('x'.repeat(300)) + END
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length), fc.nat(30), fc.string({ unit: 'binary', maxLength: 20 }), fc.integer({ min: 1, max: 500 }), async (at, gone, put, chunk) => {
        expect(await failure(read(text.slice(0, at) + put + text.slice(at + gone), chunk))).toMatch(/^fine$|^4\d\d /)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a form of several files', () => {
  const several = { ...limits, maxFiles: 3 }
  const all = async (text: string, chunk?: number, skip: string[] = []) => {
    const form = await readForm(body(text, chunk), TYPE, several)
    const found: string[] = []
    for (let one = form.file; one; one = await form.next()) {
      if (skip.includes(one.name)) {
        // Begun and let go, as when its first bytes say that it is refused.
        for await (const _ of one.bytes) break
        found.push(`${one.name} let go`)
        continue
      }
      const parts: Uint8Array[] = []
      for await (const part of one.bytes) parts.push(part)
      found.push(`${one.name} ${Buffer.concat(parts).length}`)
    }
    return found
  }

  it('gives them one after the other, however it is cut', async () => {
    const text = field('a', 'b') + file('x'.repeat(3000), 'one') + file('', 'two') + file('y'.repeat(70_000), 'three') + END
    for (const chunk of [1, 7, 500, 100_000]) expect(await all(text, chunk)).toEqual(['one 3000', 'two 0', 'three 70000'])
  })
  it('goes on past one that was let go', async () => {
    const text = file('x'.repeat(300_000), 'one') + file('y'.repeat(300_000), 'two') + file('z', 'three') + END
    expect(await all(text, 10_000, ['one'])).toEqual(['one let go', 'two 300000', 'three 1'])
    expect(await all(text, 10_000, ['two', 'three'])).toEqual(['one 300000', 'two let go', 'three let go'])
  })
  it('fails where one is too large, cut off, or one too many', async () => {
    expect(await failure(all(file('x'.repeat(10), 'one') + file('y'.repeat(1_000_010), 'two') + END))).toBe('413 too_large')
    expect(await failure(all(file('x'.repeat(10), 'one') + file('y'.repeat(5000), 'two').slice(0, 3000)))).toMatch(/^400 /)
    expect(await failure(all(['1', '2', '3', '4'].map((name) => file('x', name)).join('') + END))).toBe('400 too_many_parts')
  })
})
