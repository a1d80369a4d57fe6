import 'server-only'
import PDFDocument from 'pdfkit'
import type { StoryPractice } from '@/db/seed/story/types'
import { random } from '@/db/seed/story/random'
import { penStroke } from '@/db/seed/files/cards'
import { font, type Face } from '@/db/seed/files/fonts'

type Cell = string
type Options = { practice: StoryPractice; title: string; subject: string; author: string; date: Date; language: 'en' | 'es' }

const left = 60
const right = 552
const bottom = 716

/** A letter-size paper of one practice: its letterhead, its type, page numbers, and tags that a screen reader follows. */
export class Sheet {
  readonly #pdf: PDFKit.PDFDocument
  readonly #root: PDFKit.PDFStructureElement
  readonly #options: Options
  readonly #chunks: Buffer[] = []
  readonly #done: Promise<Buffer>

  constructor(options: Options) {
    this.#options = options
    this.#pdf = new PDFDocument({
      size: 'LETTER',
      margins: { top: 64, bottom: 64, left, right: 60 },
      bufferPages: true,
      pdfVersion: '1.7',
      tagged: true,
      displayTitle: true,
      lang: options.language === 'es' ? 'es-US' : 'en-US',
      font: font('text') as never,
      // Without the dates, each run would give another file.
      info: {
        Title: options.title, Subject: options.subject, Author: options.author, Creator: 'Enamel', Producer: 'Enamel',
        CreationDate: options.date, ModDate: options.date,
      },
    })
    this.#done = new Promise((resolve, reject) => {
      this.#pdf.on('data', (chunk: Buffer) => this.#chunks.push(chunk))
      this.#pdf.on('end', () => resolve(Buffer.concat(this.#chunks)))
      this.#pdf.on('error', reject)
    })
    this.#root = this.#pdf.struct('Document')
    this.#pdf.addStructure(this.#root)
    this.#letterhead()
  }

  get #accent(): string {
    return this.#options.practice.stationery.accent
  }

  get #ink(): string {
    return this.#options.practice.stationery.ink
  }

  get #display(): Face {
    return this.#options.practice.stationery.serif ? 'serifBold' : 'textBold'
  }

  #set(face: Face, size: number, colour: string): PDFKit.PDFDocument {
    return this.#pdf.font(font(face) as never).fontSize(size).fillColor(colour)
  }

  #artifact(draw: () => void): void {
    this.#pdf.markContent('Artifact')
    draw()
    this.#pdf.endMarkedContent()
  }

  #tag(type: string, content: PDFKit.PDFStructureElement[] | (() => unknown)): PDFKit.PDFStructureElement {
    return this.#pdf.struct(type, {}, content as never)
  }

  #letterhead(): void {
    const { practice } = this.#options
    const pdf = this.#pdf
    this.#artifact(() => {
      if (practice.stationery.serif) {
        pdf.moveTo(left, 104).lineTo(right, 104).lineWidth(0.8).strokeColor(this.#accent).stroke()
        pdf.circle(left + 13, 68, 13).fill(this.#accent)
        pdf.path(`M${left + 5} 70 q4 -6 8 0 t8 0`).lineWidth(1.6).strokeColor('#ffffff').stroke()
      } else {
        pdf.rect(0, 0, 612, 16).fill(this.#accent)
        pdf.path(`M${left} 84 l12 -22 l12 22 z`).fill(this.#accent)
      }
    })
    this.#root.add(
      this.#tag('P', () => {
        this.#set(this.#display, 17, this.#ink).text(practice.name, left + 36, 56, { lineBreak: false })
        this.#set('textItalic', 8.5, '#5d6668').text(practice.stationery.motto, left + 36, 78, { lineBreak: false })
        const lines = [...practice.address.split('\n'), practice.phone, practice.email]
        lines.forEach((line, i) => this.#set('text', 8.2, '#3d4648').text(line, 380, 54 + i * 11.5, { width: right - 380, align: 'right' }))
      }),
    )
    pdf.x = left
    pdf.y = 128
  }

  #room(points: number): void {
    if (this.#pdf.y + points > bottom) this.page()
  }

  /** Begins a new page. */
  page(): this {
    this.#pdf.addPage()
    this.#pdf.x = left
    this.#pdf.y = 64
    return this
  }

  title(text: string, under = ''): this {
    this.#root.add(this.#tag('H1', () => this.#set(this.#display, 21, this.#ink).text(text, left, this.#pdf.y, { width: right - left })))
    if (under) this.#text('P', 'text', 10, '#5d6668', under, 2)
    this.#pdf.y += 12
    return this
  }

  heading(text: string): this {
    this.#room(64)
    this.#pdf.y += 8
    this.#text('H2', this.#display, 12.5, this.#accent, text, 0)
    this.#pdf.y += 3
    return this
  }

  paragraph(text: string): this {
    this.#room(40)
    this.#text('P', 'text', 10, '#20282a', text, 0)
    this.#pdf.y += 6
    return this
  }

  #text(tag: string, face: Face, size: number, colour: string, text: string, before: number): void {
    this.#pdf.y += before
    this.#root.add(
      this.#tag(tag, () => this.#set(face, size, colour).text(text, left, this.#pdf.y, { width: right - left, lineGap: 2.4 })),
    )
  }

  bullets(items: string[]): this {
    const list = this.#pdf.struct('L')
    this.#root.add(list)
    for (const item of items) {
      this.#room(30)
      const y = this.#pdf.y
      this.#artifact(() => this.#pdf.circle(left + 5, y + 6.4, 1.8).fill(this.#accent))
      list.add(
        this.#tag('LI', [
          this.#tag('LBody', () => this.#set('text', 10, '#20282a').text(item, left + 16, y, { width: right - left - 16, lineGap: 2.2 })),
        ]),
      )
      this.#pdf.y += 3
    }
    this.#pdf.y += 4
    return this
  }

  /** Names and values in two columns. */
  facts(pairs: [string, string][]): this {
    const half = (right - left) / 2
    const start = this.#pdf.y
    const rows = Math.ceil(pairs.length / 2)
    this.#artifact(() => this.#pdf.roundedRect(left, start, right - left, rows * 32 + 10, 4).fill('#f3f5f3'))
    pairs.forEach(([name, value], i) => {
      const x = left + 12 + (i % 2) * half
      const y = start + 8 + Math.floor(i / 2) * 32
      this.#root.add(
        this.#tag('P', () => {
          this.#set('text', 7.6, '#5d6668').text(name.toUpperCase(), x, y, { width: half - 20, characterSpacing: 0.4 })
          this.#set('textBold', 10, '#20282a').text(value, x, y + 10, { width: half - 20, height: 14, ellipsis: true })
        }),
      )
    })
    this.#pdf.x = left
    this.#pdf.y = start + rows * 32 + 20
    return this
  }

  /** @param shares widths as parts of the whole; @param money which columns are set to the right */
  table(head: Cell[], rows: Cell[][], shares: number[], money: number[] = [], total: Cell[] | null = null): this {
    const whole = shares.reduce((a, b) => a + b, 0)
    const widths = shares.map((share) => (share / whole) * (right - left))
    const table = this.#pdf.struct('Table')
    this.#root.add(table)
    const all: [Cell[], 'head' | 'row' | 'total'][] = [[head, 'head'], ...rows.map((row): [Cell[], 'row'] => [row, 'row'])]
    if (total) all.push([total, 'total'])
    for (const [cells, kind] of all) {
      const face: Face = kind === 'row' ? 'text' : 'textBold'
      this.#set(face, 9, '#20282a')
      const height = Math.max(...cells.map((cell, i) => this.#pdf.heightOfString(cell || ' ', { width: widths[i]! - 12 }))) + 9
      this.#room(height + 4)
      const y = this.#pdf.y
      this.#artifact(() => {
        if (kind === 'head') this.#pdf.rect(left, y, right - left, height).fill(this.#accent)
        else this.#pdf.moveTo(left, y + height).lineTo(right, y + height).lineWidth(kind === 'total' ? 1.2 : 0.4).strokeColor('#c3cac6').stroke()
      })
      let x = left
      const line = this.#pdf.struct('TR')
      table.add(line)
      cells.forEach((cell, i) => {
        const at = x + 6
        line.add(
          this.#tag(kind === 'head' ? 'TH' : 'TD', () =>
            this.#set(face, 9, kind === 'head' ? '#ffffff' : '#20282a').text(cell, at, y + 4.5, {
              width: widths[i]! - 12, align: money.includes(i) ? 'right' : 'left',
            }),
          ),
        )
        x += widths[i]!
      })
      this.#pdf.x = left
      this.#pdf.y = y + height
    }
    this.#pdf.y += 12
    return this
  }

  /** Lines to sign on, signed: one person's stroke is the same on every paper. */
  signatures(signers: { who: string; as: string; on: string }[]): this {
    this.#room(110)
    const top = this.#pdf.y + 20
    signers.forEach(({ who, as, on }, i) => {
      const x = left + i * 254
      this.#artifact(() => {
        this.#pdf.path(penStroke(random(`signature ${who}`), x + 12, top + 34, 0.62)).lineWidth(1.3).strokeColor('#1d2f6b').stroke()
        this.#pdf.moveTo(x, top + 42).lineTo(x + 232, top + 42).lineWidth(0.7).strokeColor('#5d6668').stroke()
      })
      this.#root.add(
        this.#tag('P', () => {
          this.#set('textBold', 9.4, '#20282a').text(who, x, top + 48, { width: 232 })
          this.#set('text', 8.6, '#5d6668').text(`${as}, ${on}`, x, top + 61, { width: 232 })
        }),
      )
    })
    this.#pdf.x = left
    this.#pdf.y = top + 90
    return this
  }

  /** Writes the foot of every page and closes the file. */
  async finish(): Promise<Buffer> {
    const { start, count } = this.#pdf.bufferedPageRange()
    const { practice, subject } = this.#options
    const of = this.#options.language === 'es' ? 'Página' : 'Page'
    this.#root.end()
    for (let i = start; i < start + count; i++) {
      this.#pdf.switchToPage(i)
      this.#pdf.page.margins.bottom = 0
      this.#pdf.markContent('Artifact', { type: 'Pagination' })
      this.#set('text', 7.8, '#737c7e').text(`${practice.name} · ${subject}`, left, 748, { lineBreak: false })
      this.#set('text', 7.8, '#737c7e').text(`${of} ${i + 1} / ${count}`, left, 748, { width: right - left, align: 'right', lineBreak: false })
      this.#pdf.endMarkedContent()
    }
    this.#pdf.end()
    return this.#done
  }
}
