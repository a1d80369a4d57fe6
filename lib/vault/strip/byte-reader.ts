import 'server-only'

/** Why a photograph could not be cleaned: it ends too early, or is not built as it must be. */
export class StripError extends Error {
  override readonly name = 'StripError'
  readonly reason: 'incomplete' | 'damaged' | 'unreadable'
  constructor(reason: 'incomplete' | 'damaged' | 'unreadable') {
    super(`photograph: ${reason}`)
    this.reason = reason
  }
}

/** Takes what streams past in the portions that a reader wants. It holds one chunk, or what was asked for. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>
  #held: Buffer = Buffer.alloc(0)
  #ended = false

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#source = bytes[Symbol.asyncIterator]()
  }

  async #more(): Promise<boolean> {
    if (this.#ended) return false
    const next = await this.#source.next()
    this.#ended = next.done === true
    if (next.done) return false
    const chunk = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length)
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    return true
  }

  /** The next bytes without taking them; fewer only where the file ends. */
  async peek(bytes: number): Promise<Buffer> {
    while (this.#held.length < bytes && (await this.#more()));
    return this.#held.subarray(0, bytes)
  }

  /** @throws StripError where the file ends before */
  async take(bytes: number): Promise<Buffer> {
    const taken = await this.peek(bytes)
    if (taken.length < bytes) throw new StripError('incomplete')
    this.#held = this.#held.subarray(bytes)
    return taken
  }

  /** The next bytes as they come. @throws StripError where the file ends before */
  async *pass(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0; ) {
      if (this.#held.length === 0 && !(await this.#more())) throw new StripError('incomplete')
      const part = await this.take(Math.min(left, this.#held.length))
      left -= part.length
      if (part.length > 0) yield part
    }
  }

  /** Bytes up to the next one of this value, as they come; nothing more where there is none. */
  async *until(byte: number): AsyncGenerator<Buffer> {
    for (;;) {
      if (this.#held.length === 0 && !(await this.#more())) return
      const found = this.#held.indexOf(byte)
      const part = await this.take(found < 0 ? this.#held.length : found)
      if (part.length > 0) yield part
      if (found >= 0) return
    }
  }

  async skip(bytes: number): Promise<void> {
    for await (const part of this.pass(bytes)) void part
  }

  /** All that is left. */
  async *rest(): AsyncGenerator<Buffer> {
    while ((await this.peek(1)).length > 0) yield await this.take(this.#held.length)
  }

  /** Reads what is left without keeping it, so that its sender sees all of it arrive. */
  async drain(): Promise<void> {
    for await (const part of this.rest()) void part
  }

  async end(): Promise<void> {
    if (!this.#ended) await this.#source.return?.()
  }
}
