import type { Found } from './frames.ts'

const MAX_EACH = 5
const NAME = /(?:^|\n)[^\S\n]*(?:patient(?:'s)?(?: name)?|name of patient|paciente|nombre del paciente)[^\S\n]*[:：][^\S\n]*([\p{L}][\p{L}\p{M}'’.,\- ^]{2,80})/giu
const BIRTH = /(?:date of birth|birth ?date|d\.?o\.?b\.?|born|fecha de nacimiento|nacid[oa](?: el)?)[^\S\n]*[:：]?[^\S\n]*(\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})/giu

/**
 * Whose paper this says it is, by the words that such papers put before a name and a day of birth, in English and Spanish. It is
 * there to raise a question, never to decide: a paper that says nothing of the kind gives nothing.
 */
export function identitiesIn(text: string): Found {
  const some = (pattern: RegExp, as: (value: string) => string | null) =>
    [...new Set([...text.matchAll(pattern)].map(([, value = '']) => as(value)).filter((value) => value !== null))].slice(0, MAX_EACH)
  return { names: some(NAME, cleanName), birthDates: some(BIRTH, isoDay), ids: [] }
}

/** One line's name without what follows it in the next column of a form. */
function cleanName(value: string): string | null {
  const name = value.split(/ {3,}|\t/)[0]?.replace(/\s*\b(?:dob|date of birth|born|fecha de nacimiento|chart|id)\b.*$/i, '').replace(/[\s.,]+$/, '').trim() ?? ''
  return name.length >= 3 ? name : null
}

/** `2026-03-04`, or `3/4/2026` read month first as US papers write it (day first where the month would be none). */
export function isoDay(value: string): string | null {
  const [a = 0, b = 0, c = 0] = value.split(/[/.-]/).map(Number)
  const [year, month, day] = a > 31 ? [a, b, c] : a > 12 ? [c, b, a] : [c, a, b]
  const at = new Date(Date.UTC(year, month - 1, day))
  return at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.toISOString().slice(0, 10) : null
}
