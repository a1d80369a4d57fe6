import 'server-only'
import { mostCell, mostColumns, mostLines, type Encoding } from '@/lib/imports/schema'

/*
 * A reader of CSV (RFC 4180) as a stream: commas, semicolons or tabs, CRLF, LF or CR, fields in quotation marks that hold any of
 * them. It holds one record at a time. What it is lenient in: a mark within a field that does not begin with one is itself, the
 * last line need not end, and rows may be shorter than the header.
 */

export type CsvFault = 'encoding' | 'utf16' | 'not_text' | 'quote' | 'long_cell' | 'columns' | 'rows' | 'empty'
/** Why an index cannot be read, and in which line where that can be said. */
export class CsvError extends Error {
  override readonly name = 'CsvError'
  readonly fault: CsvFault
  readonly line: number | null
  constructor(fault: CsvFault, line: number | null = null) {
    super(`csv: ${fault}`)
    this.fault = fault
    this.line = line
  }
}

/** A record and its line as a spreadsheet counts: the first is 1, and an empty one counts too. */
export type CsvRecord = { line: number; cells: string[] }

/** Bytes as text: UTF-8 with or without its mark, or what older programs of Windows write. @throws CsvError */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let first = true
  try {
    for await (const piece of bytes) {
      if (piece.length === 0) continue
      if (first && ((piece[0] === 0xff && piece[1] === 0xfe) || (piece[0] === 0xfe && piece[1] === 0xff))) throw new CsvError('utf16')
      first = false
      if (piece.includes(0)) throw new CsvError('not_text')
      yield decoder.decode(piece, { stream: true })
    }
    yield decoder.decode()
  } catch (error) {
    // What TextDecoder throws where the bytes are no text of this encoding.
    throw error instanceof TypeError ? new CsvError('encoding') : error
  }
}

const separators = [',', ';', '\t'] as const

/** What separates the fields: whichever the first line has most of, outside quotation marks. A line `sep=;` says it. */
export function separatorOf(line: string): string {
  const said = /^sep=(.)\r?\n?$/i.exec(line)?.[1]
  if (said) return said
  const bare = line.replace(/"[^"]*"?/g, '')
  const count = (mark: string) => bare.split(mark).length - 1
  return separators.reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

/** Reads records one by one, whatever the pieces in which the text comes. @throws CsvError */
export async function* records(text: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  let parser: Parser | null = null
  let head = ''
  for await (const piece of text) {
    if (parser) {
      yield* parser.push(piece)
      continue
    }
    head += piece
    const end = firstLineEnd(head)
    if (end === null && head.length < mostCell * mostColumns) continue
    parser = begin(head.slice(0, end ?? head.length))
    yield* parser.push(head)
    head = ''
  }
  parser ??= begin(head)
  yield* parser.push(head)
  yield* parser.end()
}

function begin(firstLine: string): Parser {
  return new Parser(separatorOf(firstLine), /^sep=/i.test(firstLine))
}

/** Where the first line ends that no quotation mark holds open; null while it has not. */
function firstLineEnd(text: string): number | null {
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted
    else if (!quoted && (text[at] === '\n' || text[at] === '\r')) return at + 1
  }
  return null
}

class Parser {
  readonly #separator: string
  #skip: boolean
  #line = 1
  #cells: string[] = []
  #cell = ''
  /** before: nothing of the field has come. closed: its quotation marks have, and another makes one of both. */
  #state: 'before' | 'plain' | 'quoted' | 'closed' = 'before'
  #afterReturn = false
  #opened = 1

  constructor(separator: string, skipFirst: boolean) {
    this.#separator = separator
    this.#skip = skipFirst
  }

  *push(text: string): Generator<CsvRecord> {
    for (let at = 0; at < text.length; at++) {
      const char = text[at] ?? ''
      if (this.#afterReturn) {
        this.#afterReturn = false
        if (char === '\n') continue
      }
      if (this.#state === 'quoted') {
        if (char === '"') this.#state = 'closed'
        else at = this.#addRun(text, at, text.indexOf('"', at))
      } else if (char === '"' && this.#state === 'closed') {
        this.#add(char)
        this.#state = 'quoted'
      } else if (char === '"' && this.#state === 'before') {
        this.#state = 'quoted'
        this.#opened = this.#line
      } else if (char === this.#separator) {
        this.#endCell()
      } else if (char === '\n' || char === '\r') {
        this.#afterReturn = char === '\r'
        yield* this.#endRecord()
      } else {
        if (this.#state === 'closed') {
          if (char === ' ') continue
          throw new CsvError('quote', this.#line)
        }
        this.#state = 'plain'
        at = this.#addRun(text, at, this.#plainEnd(text, at))
      }
    }
  }

  *end(): Generator<CsvRecord> {
    if (this.#state === 'quoted') throw new CsvError('quote', this.#opened)
    if (this.#state !== 'before' || this.#cells.length > 0) yield* this.#endRecord()
  }

  #add(run: string): void {
    // A mark that is never closed would take the rest of the index for one field.
    if (this.#cell.length + run.length > mostCell) throw new CsvError(this.#state === 'quoted' ? 'quote' : 'long_cell', this.#line)
    this.#cell += run
  }

  /**
   * Adds all before `end` (-1: the rest of the text) at once: a cell put together from single characters takes many times its size.
   * @returns where the last of it stands
   */
  #addRun(text: string, at: number, end: number): number {
    const until = end < 0 ? text.length : end
    this.#add(text.slice(at, until))
    return until - 1
  }

  /** Where a field without quotation marks ends. One walk: three searches would each read on to a mark that may be far or nowhere. */
  #plainEnd(text: string, from: number): number {
    let at = from
    for (; at < text.length; at++) {
      const char = text[at]
      if (char === this.#separator || char === '\n' || char === '\r') break
    }
    return at
  }

  #endCell(): void {
    if (this.#cells.length > mostColumns) throw new CsvError('columns', this.#line)
    this.#cells.push(this.#cell)
    this.#cell = ''
    this.#state = 'before'
  }

  *#endRecord(): Generator<CsvRecord> {
    this.#endCell()
    const cells = this.#cells
    const line = this.#line++
    this.#cells = []
    // With the empty ones: what is kept of a row has its line, and no line is beyond this.
    if (line > mostLines) throw new CsvError('rows', line)
    if (this.#skip) {
      this.#skip = false
      return
    }
    if (cells.every((cell) => cell.trim() === '')) return
    yield { line, cells }
  }
}

/** Records in pieces of at most so many; one is also full with the record that brings its cells to so many characters. */
export async function* inPieces(all: AsyncIterable<CsvRecord>, most: { records: number; characters: number }): AsyncGenerator<CsvRecord[]> {
  let piece: CsvRecord[] = []
  let characters = 0
  for await (const record of all) {
    piece.push(record)
    for (const cell of record.cells) characters += cell.length
    if (piece.length < most.records && characters < most.characters) continue
    yield piece
    piece = []
    characters = 0
  }
  if (piece.length > 0) yield piece
}

/** A record as CSV. What a spreadsheet would take for a formula is made text. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => {
    const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }).join(',')}\r\n`
}
