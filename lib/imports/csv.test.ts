import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CsvError, csvLine, decoded, inPieces, records, separatorOf } from './csv'

async function* pieces<T>(...all: T[]): AsyncGenerator<T> {
  yield* all
}
async function read(text: string, cuts: readonly number[] = []): Promise<string[][]> {
  const at = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b)
  const found: string[][] = []
  for await (const { cells } of records(pieces(...at.slice(1).map((end, nth) => text.slice(at[nth], end))))) found.push(cells)
  return found
}
async function faultOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt
    return 'none'
  } catch (error) {
    if (error instanceof CsvError) return `${error.fault} ${error.line ?? ''}`.trim()
    throw error
  }
}
const text = async (bytes: Uint8Array[], encoding: 'utf-8' | 'windows-1252' = 'utf-8') => {
  let all = ''
  for await (const piece of decoded(pieces(...bytes), encoding)) all += piece
  return all
}

// The first cell never begins like a line that names the separator, and no row is empty.
const cell = fc.string({ unit: fc.constantFrom('a', 'Z', 'é', '"', ',', ';', '\t', '\n', '\r', ' ', '7', '/') , maxLength: 12 })
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 })
  .filter((rows) => rows.every((row) => row.some((one) => one.trim() !== '')))
const quoted = (rows: string[][], separator: string, end: string) => rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(separator)).join(end)

describe('records', () => {
  test('are what was written, however the text is cut, whatever separates and ends them', async () => {
    await fc.assert(fc.asyncProperty(table, fc.constantFrom(',', ';', '\t'), fc.constantFrom('\r\n', '\n', '\r'), fc.boolean(), fc.array(fc.nat(400), { maxLength: 6 }),
      async (rows, separator, end, last, cuts) => {
        // With one column nothing says what separates; then nothing does.
        expect(await read(quoted([['first', 'second'], ...rows], separator, end) + (last ? end : ''), cuts)).toEqual([['first', 'second'], ...rows])
      }), { numRuns: 400 })
  })

  test('what csvLine writes is read as it was, but for what a spreadsheet would run', async () => {
    await fc.assert(fc.asyncProperty(table, async (rows) => {
      const back = await read(csvLine(['a', 'b']) + rows.map(csvLine).join(''))
      expect(back.slice(1)).toEqual(rows.map((row) => row.map((one) => (/^[\t\r]/.test(one) ? `'${one}` : one))))
    }))
    for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)']) expect(csvLine([formula])).toBe(`'${formula}\r\n`)
  })

  test('never fail but as an index that cannot be read', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ';'), maxLength: 60 }), async (any) => {
      expect(['none', 'quote']).toContain((await faultOf(read(any))).split(' ')[0])
    }))
  })

  test('count lines as a spreadsheet does, empty ones too', async () => {
    const found = []
    for await (const one of records(pieces('h1,h2\r\n\r\n"a\nb",c\r\nd,e'))) found.push(one.line)
    expect(found).toEqual([1, 3, 4])
  })

  test('a mark that never closes is said with its line', async () => {
    expect(await faultOf(read('a,b\n1,2\n"3,4\n5,6'))).toBe('quote 3')
    expect(await faultOf(read(`a,b\n"${'x'.repeat(3_000)}`))).toBe('quote 2')
    expect(await faultOf(read('a,b\n"x"y,1'))).toBe('quote 2')
    expect(await faultOf(read(`a,b\n${'x'.repeat(3_000)},1`))).toBe('long_cell 2')
    expect(await faultOf(read(`a,b\n${','.repeat(70)}`))).toBe('columns 2')
  })

  test('have fields of 2,000 characters and none of more, however the text is cut', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1_990, max: 2_010 }), fc.boolean(), fc.array(fc.nat(2_100), { maxLength: 6 }), async (length, marks, cuts) => {
      const long = 'xy'.repeat(1_005).slice(0, length)
      const text = `a,b\n1,${marks ? `"${long}"` : long}\n`
      if (length <= 2_000) expect(await read(text, cuts)).toEqual([['a', 'b'], ['1', long]])
      else expect(await faultOf(read(text, cuts))).toBe(marks ? 'quote 2' : 'long_cell 2')
    }))
    // Each pair is one mark.
    expect(await read(`a,b\n1,"${'""'.repeat(2_000)}"`)).toEqual([['a', 'b'], ['1', '"'.repeat(2_000)]])
    expect(await faultOf(read(`a,b\n1,"${'""'.repeat(2_001)}"`))).toBe('long_cell 2')
  })

  test('are in no line beyond the 200,000th', async () => {
    expect(await read(`a,b${'\n'.repeat(199_999)}1,2`)).toEqual([['a', 'b'], ['1', '2']])
    expect(await faultOf(read(`a,b${'\n'.repeat(200_000)}1,2`))).toBe('rows 200001')
    expect(await faultOf(read(`a,b${'\n'.repeat(200_001)}`))).toBe('rows 200001')
  })

  test('come in pieces that are full by their number or by their size, none left out and in order', async () => {
    const sizes = async (lengths: number[]) => {
      const found: number[][] = []
      const all = pieces(...lengths.map((length, at) => ({ line: at + 1, cells: ['x'.repeat(Math.floor(length / 2)), 'y'.repeat(Math.ceil(length / 2))] })))
      for await (const piece of inPieces(all, { records: 3, characters: 100 })) found.push(piece.map(({ line }) => line))
      return found
    }
    expect(await sizes([1, 1, 1, 1, 1, 1, 1])).toEqual([[1, 2, 3], [4, 5, 6], [7]])
    expect(await sizes([60, 60, 60, 1, 99, 200, 1])).toEqual([[1, 2], [3, 4, 5], [6], [7]])
    expect(await sizes([])).toEqual([])
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(120), { maxLength: 30 }), async (lengths) => {
      const found = await sizes(lengths)
      expect(found.flat()).toEqual(lengths.map((_, at) => at + 1))
      for (const piece of found) {
        expect(piece.length).toBeLessThanOrEqual(3)
        expect(piece.slice(0, -1).reduce((sum, line) => sum + (lengths[line - 1] ?? 0), 0)).toBeLessThan(100)
      }
    }))
  })

  test('a line may say what separates', async () => {
    expect(separatorOf('sep=;\r\n')).toBe(';')
    expect(await read('sep=;\r\na;b,c\r\n1;2,3')).toEqual([['a', 'b,c'], ['1', '2,3']])
    expect(separatorOf('"a,b,c";d\n')).toBe(';')
    expect(await read('')).toEqual([])
  })
})

describe('bytes', () => {
  const jose = 'José Núñez – “Zoë”'
  test('are UTF-8, with or without its mark, in pieces that cut a letter', async () => {
    const bytes = Buffer.from(jose)
    expect(await text([bytes])).toBe(jose)
    expect(await text([Buffer.from([0xef, 0xbb, 0xbf]), bytes])).toBe(jose)
    expect(await text([...bytes].map((byte) => Uint8Array.of(byte)))).toBe(jose)
  })
  test('are Windows-1252 where that was chosen, and are said not to be UTF-8 where not', async () => {
    const bytes = Uint8Array.from([0x4a, 0x6f, 0x73, 0xe9, 0x20, 0x96, 0x20, 0x93, 0x5a, 0x6f, 0xeb, 0x94])
    expect(await text([bytes], 'windows-1252')).toBe('José – “Zoë”')
    expect(await faultOf(text([bytes]))).toBe('encoding')
    expect(await faultOf(text([Buffer.from('Zo\u00eb').subarray(0, 3)]))).toBe('encoding')
  })
  test('of something else are said to be that', async () => {
    expect(await faultOf(text([Buffer.from('\ufeffa,b', 'utf16le')]))).toBe('utf16')
    expect(await faultOf(text([Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)]))).toBe('not_text')
  })
})
