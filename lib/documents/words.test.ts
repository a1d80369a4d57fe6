import { expect, test } from 'vitest'
import { arrivalWords } from './rules'
import { arrivalSentences } from './words'

test('every reason has a sentence in both languages, none like another, none in a program’s words', () => {
  const all = Object.values(arrivalSentences)
  for (const language of ['en', 'es'] as const) {
    const sentences = all.map((sentence) => sentence[language])
    expect(new Set(sentences).size).toBe(all.length)
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[A-ZÉ¿].{20,240}[.]$/)
      expect(sentence).not.toMatch(/[!_]|\b(null|error|invalid|MIME|byte|EXIF)\b/i)
    }
  }
  expect(all.filter(({ en, es }) => en === es)).toEqual([])
})

test('a reason that is none of ours says what is true of all', () => {
  expect(arrivalWords('toString')).toBe('This file could not be taken. Nothing was kept; please try again.')
  expect(arrivalWords('nonsense', 'es')).toMatch(/^No se pudo recibir/)
  expect(arrivalWords('empty', 'es')).toMatch(/^Este archivo está vacío/)
})
