import 'server-only'
import { Busboy } from '@fastify/busboy'
import type { BusboyFileStream, BusboyInstance } from '@fastify/busboy'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'

/** What is wrong with a form that was sent, always the sender's: `status` is the answer it deserves. */
export class MultipartError extends Error {
  override readonly name = 'MultipartError'
  readonly code: 'not_multipart' | 'malformed' | 'too_large' | 'too_many_parts' | 'order' | 'interrupted'
  readonly status: 400 | 413 | 415
  constructor(code: MultipartError['code']) {
    super(`multipart: ${code}`)
    this.code = code
    this.status = code === 'not_multipart' ? 415 : code === 'too_large' ? 413 : 400
  }
}

export type FormFile = {
  readonly field: string
  /** As the sender's system names it, without folders; not to be trusted as text or as a path. */
  readonly name: string
  readonly type: string | null
  /**
   * The file's bytes, once, at the pace of whoever reads. Ends well only if the whole form did.
   * @throws MultipartError
   */
  readonly bytes: AsyncIterable<Uint8Array>
}

export type Form = {
  readonly fields: ReadonlyMap<string, string>
  readonly file: FormFile | null
  /** Lets go of the request without reading the rest. */
  discard(): void
}

export type FormLimits = {
  readonly maxFileBytes: number
  readonly maxFields?: number
  readonly maxFieldBytes?: number
}

/**
 * Reads a multipart form of some fields and then at most one file, which is what a browser without JavaScript sends
 * from our forms: their file input stands last. Nothing of the file is kept in memory or on disk.
 * @throws MultipartError; a form whose file is bad fails while its bytes are read
 */
export async function readForm(
  body: ReadableStream<Uint8Array> | null,
  contentType: string | null,
  limits: FormLimits,
): Promise<Form> {
  if (!body || !contentType || !/^multipart\/form-data\s*;/i.test(contentType)) throw new MultipartError('not_multipart')
  const parser = newParser(contentType, limits)
  const fields = new Map<string, string>()
  const ready = Promise.withResolvers<{ file: FormFile | null }>()
  ready.promise.catch(() => undefined)
  let problem: MultipartError | null = null
  let content: BusboyFileStream | null = null
  const source = Readable.fromWeb(body as NodeReadableStream<Uint8Array>)
  const fail = (code: MultipartError['code']): void => {
    problem ??= new MultipartError(code)
    ready.reject(problem)
    content?.destroy(problem)
    source.destroy(problem)
  }

  parser.on('field', (name, value, nameCut, valueCut) => {
    if (content) return fail('order')
    if (nameCut || valueCut) return fail('too_large')
    if (typeof name !== 'string' || fields.has(name)) return fail('malformed')
    fields.set(name, value)
  })
  parser.on('file', (field, stream, name, _encoding, type) => {
    stream.on('error', () => undefined)
    stream.on('limit', () => fail('too_large'))
    content = stream
    const bytes = { [Symbol.asyncIterator]: () => fileBytes(stream, () => problem, whole, fail) }
    ready.resolve({ file: { field, name: name ?? '', type: type || null, bytes } })
  })
  for (const limit of ['partsLimit', 'fieldsLimit', 'filesLimit'] as const) parser.on(limit, () => fail('too_many_parts'))

  const whole: Promise<void> = pipeline(source, parser).then(
    () => ready.resolve({ file: null }),
    (error: unknown) => fail(fromSender(error) ? 'malformed' : 'interrupted'),
  )
  const { file } = await ready.promise
  return { fields, file, discard: () => fail('interrupted') }
}

function newParser(contentType: string, limits: FormLimits): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: {
        fields: limits.maxFields ?? 30,
        fieldSize: limits.maxFieldBytes ?? 16_384,
        fieldNameSize: 100,
        files: 1,
        // One byte more than is taken, so that a file of exactly the limit is whole and a longer one is told apart.
        fileSize: limits.maxFileBytes + 1,
        parts: (limits.maxFields ?? 30) + 1,
        headerPairs: 20,
        headerSize: 8192,
      },
    })
  } catch {
    throw new MultipartError('malformed')
  }
}

async function* fileBytes(
  stream: BusboyFileStream,
  problem: () => MultipartError | null,
  whole: Promise<void>,
  fail: (code: MultipartError['code']) => void,
): AsyncGenerator<Uint8Array> {
  let done = false
  try {
    for await (const chunk of stream) yield chunk as Buffer
    // The last byte of the file is not the end of the form: what follows may still spoil it.
    await whole
    done = true
  } catch (error) {
    throw problem() ?? error
  } finally {
    if (!done) fail('interrupted')
  }
  const found = problem()
  if (found) throw found
}

/** Errors of the parser are about what was sent; all others are about the connection. */
function fromSender(error: unknown): boolean {
  return error instanceof Error && /multipart|part|boundary|header|unexpected end/i.test(error.message)
}
