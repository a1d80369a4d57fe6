/** Bytes of one request: small enough to be through within minutes on a slow line, and to be asked for again without pain. */
const slice = 8 * 1024 * 1024
/** Files of more than this are not digested beforehand: browsers do that with the whole file in memory. */
const digestUpTo = 64 * 1024 * 1024
/** Growing pauses after a lost connection (ms); an `online` event ends one early. */
const pauses = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]

export type UploadState = 'queued' | 'sending' | 'checking' | 'offline' | 'locked' | 'ready' | 'refused' | 'cancelled'
export type UploadChange = { state?: UploadState; sent?: number; says?: string; why?: string; next?: string; address?: string }
type Answer = { status: number; offset: number | null; body: { address?: string; offset?: number; next?: string; says?: string; why?: string } | null }

export type UploadTask = {
  file: Blob
  /** Where uploads begin, and what is said of this one. */
  create: string
  about: Record<string, unknown>
  /** Of an upload that was begun before and broke off: where it goes on. */
  address?: string | undefined
  change: (part: UploadChange) => void
  /** Settles when the person's session lets it go on; false when the page is left. `refused`: it was just turned away. */
  turn: (refused: boolean) => Promise<boolean>
}

/**
 * Sends one file in parts and goes on by itself after a lost connection, a locked session or a server that was started anew:
 * it asks how far it was and sends the rest. XMLHttpRequest, because fetch tells no progress of what it sends.
 */
export class Upload {
  readonly #task: UploadTask
  #request: XMLHttpRequest | undefined
  #address: string | undefined
  #cancelled = false
  #wake = (): void => undefined

  constructor(task: UploadTask) {
    this.#task = task
    this.#address = task.address
  }

  /** Settles when it has ended, however. */
  async run(): Promise<void> {
    const { file, change, turn } = this.#task
    let offset: number | null = this.#address ? null : 0
    let lost = 0
    let again = false
    for (let refused = false; !this.#cancelled;) {
      if (!(await turn(refused)) || this.#cancelled) return
      refused = false
      const answer = await this.#step(offset)
      if (this.#cancelled) return
      const { status, body } = answer
      if (status === 401) {
        change({ state: 'locked' })
        refused = true
      } else if (status === 0 || status === 408 || (status === 429 && !body?.why) || (status >= 500 && status !== 507)) {
        // Nothing is known of what arrived: the next step asks.
        offset = this.#address ? null : 0
        change({ state: 'offline' })
        await this.#pause(pauses[Math.min(lost++, pauses.length - 1)] ?? 30_000)
      } else if (status === 404 && offset === null && !again) {
        // Given up meanwhile, after a day: from the beginning, once.
        again = true
        this.#address = undefined
        offset = 0
      } else if (status === 409 && answer.offset !== null) {
        offset = answer.offset
      } else if (status >= 200 && status < 300) {
        lost = 0
        if (body?.address) {
          this.#address = body.address
          change({ address: body.address })
        }
        if (body?.next) return change({ state: 'ready', sent: file.size, next: body.next })
        offset = answer.offset ?? offset
        change({ state: 'sending', sent: offset ?? 0 })
      } else {
        return change({ state: 'refused', ...(body?.says ? { says: body.says } : {}), ...(body?.why ? { why: body.why } : {}) })
      }
    }
  }

  /** Ends it and forgets what has come. */
  cancel(): void {
    this.#cancelled = true
    this.#request?.abort()
    this.#wake()
    this.#task.change({ state: 'cancelled' })
    // Where this is lost, the janitor finds what is left after a day.
    if (this.#address) void fetch(this.#address, { method: 'DELETE' }).catch(() => undefined)
  }

  /** Begins, asks, or sends the next bytes. */
  async #step(offset: number | null): Promise<Answer> {
    const { file, create, about, change } = this.#task
    if (!this.#address) {
      change({ state: 'sending', sent: 0 })
      return this.#send('POST', create, { 'content-type': 'application/json' }, JSON.stringify({ ...about, size: file.size, digest: await digestOf(file) }), 0)
    }
    if (offset === null) return this.#send('HEAD', this.#address, {}, null, 0)
    return this.#send('PATCH', this.#address, { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) }, file.slice(offset, offset + slice), offset)
  }

  #send(method: string, address: string, headers: Record<string, string>, body: string | Blob | null, from: number): Promise<Answer> {
    const { file, change } = this.#task
    return new Promise((done) => {
      const request = new XMLHttpRequest()
      this.#request = request
      request.open(method, address)
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
      request.responseType = 'json'
      if (body instanceof Blob)
        request.upload.onprogress = ({ loaded }) => change({ sent: Math.min(file.size, from + loaded), state: from + loaded < file.size ? 'sending' : 'checking' })
      request.onload = () => {
        const offset = request.getResponseHeader('upload-offset')
        done({ status: request.status, offset: offset === null ? null : Number(offset), body: request.response as Answer['body'] })
      }
      request.onerror = request.onabort = request.ontimeout = () => done({ status: 0, offset: null, body: null })
      request.send(body)
    })
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer)
        window.removeEventListener('online', over)
        resolve()
      }
      const timer = setTimeout(over, ms)
      window.addEventListener('online', over)
      this.#wake = over
    })
  }
}

/** RFC 9530, so that what arrives is compared with what was chosen. Null where the browser has no means (plain HTTP). */
async function digestOf(file: Blob): Promise<string | null> {
  if (!window.isSecureContext || file.size > digestUpTo) return null
  try {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
    return `sha-256=:${btoa(String.fromCharCode(...hash))}:`
  } catch {
    return null
  }
}

/** What this browser remembers of an upload that is not through: enough to know the file again, and nothing of what is in it. */
export type Remembered = { address: string; name: string; size: number; modified: number; at: number }

const storage = 'enamel-uploads'
const dayLength = 86_400_000

/**
 * The unfinished uploads of this browser that begin at one address. The file itself is not kept: a copy in the browser's own
 * storage would lie there in the clear, on a computer that others use. Signing out clears this too.
 */
export const memory = {
  all(create: string): Remembered[] {
    return everything().filter(({ address, at }) => address.startsWith(`${create}/`) && at > Date.now() - dayLength)
  },
  add(one: Remembered): void {
    keep([...everything().filter(({ address }) => address !== one.address), one])
  },
  forget(address: string): void {
    keep(everything().filter((one) => one.address !== address))
  },
}

function everything(): Remembered[] {
  try {
    const list = JSON.parse(localStorage.getItem(storage) ?? '[]') as unknown
    return Array.isArray(list) ? list as Remembered[] : []
  } catch {
    return []
  }
}

function keep(list: Remembered[]): void {
  try {
    localStorage.setItem(storage, JSON.stringify(list.filter(({ at }) => at > Date.now() - dayLength).slice(-50)))
  } catch {
    // A browser without storage asks for nothing again.
  }
}

/** Files that are dropped, those in folders too; what a system hides in a folder is no document. */
export async function droppedFiles(items: DataTransferItemList): Promise<File[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile())
  const found: File[] = []
  const walk = async (entry: FileSystemEntry | File | null): Promise<void> => {
    if (!entry || found.length >= 1_000) return
    if (entry instanceof File) {
      found.push(entry)
    } else if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)).catch(() => null)
      if (file && !/^(\.|thumbs\.db$|desktop\.ini$)/i.test(file.name)) found.push(file)
    } else {
      const reader = (entry as FileSystemDirectoryEntry).createReader()
      for (;;) {
        const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject)).catch(() => [])
        if (some.length === 0) return
        for (const one of some) await walk(one)
      }
    }
  }
  for (const entry of entries) await walk(entry)
  return found
}
