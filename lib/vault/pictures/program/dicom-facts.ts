import type { DataSet } from 'dicom-parser'
import type { Found } from './frames.ts'

/**
 * What an X-ray says about itself, under names of ours: what it is, of what, when, with what. Never whose: that is `found`,
 * which patients and lists are not shown.
 */
export function dicomFacts(set: DataSet): { details: Record<string, string>; found: Found } {
  const text = (tag: string, from: DataSet | undefined = set) => from?.string(tag)?.replace(/\p{C}/gu, '').trim().slice(0, 64) ?? ''
  const number = (tag: string) => {
    const value = Number(text(tag))
    return text(tag) !== '' && Number.isFinite(value) && value > 0 ? String(Math.round(value * 1000) / 1000) : ''
  }
  const item = (tag: string) => set.elements[tag]?.items?.[0]?.dataSet
  const all: Record<string, string> = {
    modality: text('x00080060'),
    // The code's meaning, else the bare word.
    bodyPart: text('x00080104', item('x00082218')) || text('x00180015').toLowerCase(),
    structure: text('x00080104', item('x00082228')),
    side: { R: 'right', L: 'left', B: 'both' }[text('x00200062') || text('x00200060')] ?? '',
    takenAt: moment(text('x00080022') || text('x00080023') || text('x00080020'), text('x00080032') || text('x00080033')),
    device: [text('x00080070'), text('x00081090')].filter(Boolean).join(' '),
    kilovolts: number('x00180060'),
    milliamperes: number('x00181151'),
    milliseconds: number('x00181150'),
  }
  const born = day(text('x00100030'))
  const id = text('x00100020')
  const found: Found = {
    names: (set.string('x00100010') ?? '').split('=').flatMap((written) => {
      const [family = '', given = '', middle = ''] = written.trim().split('^')
      const name = [given, middle, family].filter(Boolean).join(' ').replace(/\p{C}/gu, '').slice(0, 100)
      return /\p{L}/u.test(name) ? [name] : []
    }).slice(0, 3),
    birthDates: born ? [born] : [],
    ids: id ? [id] : [],
  }
  return { details: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')), found }
}

function day(date: string): string {
  const [, year, month, at] = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(date) ?? []
  const read = `${year}-${month}-${at}`
  return year && !Number.isNaN(Date.parse(read)) ? read : ''
}

/** In the clock of the room where it was taken; a DICOM file names no zone. */
function moment(date: string, time: string): string {
  const on = day(date)
  const [, hour, minute] = /^([01]\d|2[0-3])([0-5]\d)/.exec(time) ?? []
  return on && hour ? `${on}T${hour}:${minute}` : on
}
