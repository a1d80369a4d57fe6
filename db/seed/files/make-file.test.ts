import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeFile, multiPage, type SeedFile } from '@/db/seed/files/make-file'
import { story } from '@/db/seed/story/story'
import type { StoryDocument } from '@/db/seed/story/types'

const told = story(new Date('2026-03-18T16:20:00Z'))
const made: { document: StoryDocument; file: SeedFile }[] = []

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const pages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0

/** What the first bytes say, as `file` reads them. */
function magic(bytes: Buffer): string {
  if (bytes.toString('latin1', 0, 8) === '%PDF-1.7' && bytes.subarray(-8).toString('latin1').includes('%%EOF')) return 'application/pdf'
  if (bytes.readUInt32BE(0) === 0x89504e47 && bytes.subarray(-8, -4).toString('latin1') === 'IEND') return 'image/png'
  if (bytes.readUInt16BE(0) === 0xffd8 && bytes.readUInt16BE(bytes.length - 2) === 0xffd9) return 'image/jpeg'
  return 'unknown'
}

beforeAll(async () => {
  const waiting = told.documents.values()
  const work = async () => {
    for (const document of waiting) made.push({ document, file: await makeFile(document, told) })
  }
  await Promise.all([work(), work(), work()])
  // About twenty seconds on one idle core; a crowded machine may take its time.
}, 600_000)

describe('the files', () => {
  test('are what they say they are, down to the last byte', () => {
    for (const { document, file } of made) expect(magic(file.bytes), document.key).toBe(file.contentType)
  })

  test('bear plain names with the right ending', () => {
    for (const { file } of made) expect(file.fileName).toMatch(/^[A-Za-z0-9 _-]+\.(pdf|jpg|png)$/)
  })

  test('have the pages that their kind promises', () => {
    const papers = made.filter(({ file }) => file.contentType === 'application/pdf')
    const long = papers.filter(({ document }) => multiPage.has(document.kind))
    for (const { document, file } of long) expect(pages(file.bytes), document.key).toBeGreaterThanOrEqual(2)
    expect(long.length).toBeGreaterThan(150)
    expect(papers.filter((one) => !long.includes(one)).map(({ document }) => document.kind)).toContain('letter')
  })

  test('carry their typefaces with them', () => {
    const papers = made.filter(({ file }) => file.contentType === 'application/pdf')
    for (const { document, file } of papers) expect(file.bytes.includes('/FontFile2'), document.key).toBe(true)
  })

  test('are all different, and small enough for a laptop', () => {
    expect(new Set(made.map(({ file }) => digest(file.bytes))).size).toBe(made.length)
    expect(made.reduce((sum, { file }) => sum + file.bytes.length, 0)).toBeLessThan(60_000_000)
    expect(Math.max(...made.map(({ file }) => file.bytes.length))).toBeLessThan(2_500_000)
  })

  test('come in every type', () => {
    expect(new Set(made.map(({ file }) => file.contentType))).toEqual(new Set(['application/pdf', 'image/jpeg', 'image/png']))
  })

  test('are the same each time', async () => {
    const kinds = new Map(made.map((one) => [one.document.kind, one]))
    for (const { document, file } of kinds.values()) {
      expect(digest((await makeFile(document, told)).bytes), document.kind).toBe(digest(file.bytes))
    }
  }, 120_000)
})
