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
   * The file's bytes, once, at the pace of whoever reads. Ends well only if the form went on well after it: with another
   * file, or with its end.
   * @throws MultipartError
   */
  readonly bytes: AsyncIterable<Uint8Array>
}

export type Form = {
  readonly fields: ReadonlyMap<string, string>
  readonly file: FormFile | null
  /** The file after the last one, once that was read or let go; null after the last. @throws MultipartError */
  next(): Promise<FormFile | null>
  /** Lets go of the request without reading the rest. */
  discard(): void
}

export type FormLimits = {
  readonly maxFileBytes: number
  /** One, where nothing else is said. */
  readonly maxFiles?: number
  readonly maxFields?: number
  readonly maxFieldBytes?: number
}

/**
 * Reads a multipart form of some fields and then its files one after the other, which is what a browser without JavaScript
 * sends from our forms: their file inputs stand last. Nothing of a file is kept in memory or on disk. Where several are taken,
 * one that is let go in the middle is read past, so that the others still come.
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
  const several = (limits.maxFiles ?? 1) > 1
  // Settled with the next file, or with null at the form's end; made anew whenever one comes, which may be before the last was read.
  let coming = link()
  const first = coming.promise
  let problem: MultipartError | null = null
  let content: BusboyFileStream | null = null
  const source = Readable.fromWeb(body as NodeReadableStream<Uint8Array>)
  const fail = (code: MultipartError['code']): void => {
    problem ??= new MultipartError(code)
    coming.reject(problem)
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
    const here = coming
    const after = (coming = link())
    const letGo = several ? () => void stream.resume() : () => fail('interrupted')
    const bytes = { [Symbol.asyncIterator]: () => fileBytes(stream, () => problem, several ? after.promise : whole, letGo) }
    here.resolve({ file: { field, name: name ?? '', type: type || null, bytes }, after: after.promise })
  })
  for (const limit of ['partsLimit', 'fieldsLimit', 'filesLimit'] as const) parser.on(limit, () => fail('too_many_parts'))

  const whole: Promise<void> = pipeline(source, parser).then(
    () => coming.resolve(null),
    (error: unknown) => fail(fromSender(error) ? 'malformed' : 'interrupted'),
  )
  let at = await first
  const file = at?.file ?? null
  const next = async (): Promise<FormFile | null> => {
    at = at && (await at.after)
    return at?.file ?? null
  }
  return { fields, file, next, discard: () => fail('interrupted') }
}

type Link = { file: FormFile; after: Promise<Link | null> }

function link(): PromiseWithResolvers<Link | null> {
  const made = Promise.withResolvers<Link | null>()
  made.promise.catch(() => undefined)
  return made
}

function newParser(contentType: string, limits: FormLimits): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: {
        fields: limits.maxFields ?? 30,
        fieldSize: limits.maxFieldBytes ?? 16_384,
        fieldNameSize: 100,
        files: limits.maxFiles ?? 1,
        // One byte more than is taken, so that a file of exactly the limit is whole and a longer one is told apart.
        fileSize: limits.maxFileBytes + 1,
        parts: (limits.maxFields ?? 30) + (limits.maxFiles ?? 1),
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
  after: Promise<unknown>,
  letGo: () => void,
): AsyncGenerator<Uint8Array> {
  let done = false
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield chunk as Buffer
    // The last byte that came is not the end of the file: only what follows tells that it was its last.
    await after
    done = true
  } catch (error) {
    throw problem() ?? error
  } finally {
    if (!done) letGo()
  }
  const found = problem()
  if (found) throw found
}

/** Errors of the parser are about what was sent; all others are about the connection. */
function fromSender(error: unknown): boolean {
  return error instanceof Error && /multipart|part|boundary|header|unexpected end/i.test(error.message)
}
