import 'server-only'

/** The last bytes of what streams past, in memory of a fixed size; however small the pieces, each byte is moved once or twice. */
export class Tail {
  readonly #most: number
  readonly #bytes: Buffer
  #filled = 0

  constructor(most: number) {
    this.#most = most
    this.#bytes = Buffer.allocUnsafeSlow(2 * most)
  }

  push(bytes: Buffer): void {
    const part = bytes.subarray(-this.#most)
    if (this.#filled + part.length > this.#bytes.length) {
      const kept = Math.min(this.#filled, this.#most)
      this.#bytes.copyWithin(0, this.#filled - kept, this.#filled)
      this.#filled = kept
    }
    this.#filled += part.copy(this.#bytes, this.#filled)
  }

  /** As many as are kept; valid until the next push. */
  last(): Buffer {
    return this.#bytes.subarray(Math.max(0, this.#filled - this.#most), this.#filled)
  }
}
