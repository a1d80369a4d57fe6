import type { BatchState, Problem, RowState } from '@/lib/imports/schema'

/** What is wrong with a row, in plain words. */
export const problemWords: Record<Problem, string> = {
  no_file: 'The row names no file.',
  no_chart: 'There is no chart number.',
  unknown_chart: 'No patient here has this chart number.',
  archived: 'This patient is archived. Bring the record back, then compare again.',
  no_name: 'The last or the first name is missing.',
  no_birth: 'The birth date is missing.',
  bad_birth: 'The birth date cannot be read. Years need four digits.',
  name: 'The chart of this number has another name.',
  birth: 'The chart of this number has another birth date.',
  name_near: 'The name is nearly that of the chart. Is it the same person?',
  birth_near: 'The birth date is one digit off that of the chart.',
  birth_swapped: 'Day and month of the birth date are exchanged.',
  no_category: 'It does not say what kind of document this is.',
  unknown_category: 'This kind of document is not known here.',
  long_title: 'The title is longer than 200 characters.',
  no_date: 'The date is missing.',
  bad_date: 'The date cannot be read. Years need four digits.',
  future_date: 'The date lies in the future.',
  bad_tooth: 'The tooth is none: 1 to 32, or A to T.',
  ragged: 'The row has more fields than the header. Is a separator too many in it?',
  twice: 'Another row names the same file.',
  came: 'A file of this name came in for this patient with an earlier import.',
}

export const batchWords: Record<BatchState, { tone: 'busy' | 'watch' | 'ready' | 'done' | 'ended'; words: string }> = {
  reading: { tone: 'ended', words: 'Broke off while it was read' },
  mapping: { tone: 'watch', words: 'Columns to be named' },
  checking: { tone: 'busy', words: 'Being compared' },
  checked: { tone: 'watch', words: 'Compared, nothing taken over' },
  open: { tone: 'ready', words: 'Takes files' },
  finished: { tone: 'done', words: 'Finished' },
  undoing: { tone: 'busy', words: 'Being undone' },
  undone: { tone: 'ended', words: 'Undone' },
}

export const rowWords: Record<RowState, { tone: 'none' | 'busy' | 'watch' | 'ready' | 'done' | 'attention' | 'ended'; words: string }> = {
  new: { tone: 'none', words: 'Not compared yet' },
  bad: { tone: 'attention', words: 'Does not come in' },
  look: { tone: 'watch', words: 'Look at it' },
  clean: { tone: 'ready', words: 'File is awaited' },
  coming: { tone: 'busy', words: 'On its way' },
  refused: { tone: 'attention', words: 'File was refused' },
  filed: { tone: 'done', words: 'Filed' },
  left: { tone: 'watch', words: 'Waits under To file' },
  removed: { tone: 'ended', words: 'Deleted' },
  stayed: { tone: 'watch', words: 'Stays' },
}

const left: Record<string, string> = {
  name: 'The file names somebody else.', name_near: 'The file has nearly another name.', birth: 'The file has another birth date.',
  birth_near: 'The file’s birth date is one digit off.', birth_swapped: 'Day and month of the file’s birth date are exchanged.',
  number: 'The file has the chart number of somebody else.', alike: 'Another chart here is easily taken for this one.',
  archived: 'The patient was archived meanwhile.', moved: 'Somebody moved it to another chart.', unread: 'The file was not looked through yet.',
}
const stayed: Record<string, string> = {
  released: 'It was released to the patient.', shared: 'It was shared outside.', moved: 'It was moved to another chart.', corrected: 'A corrected file was added.',
  reviewed: 'A dentist reviewed it.', changed: 'Somebody changed what it is filed as.', held: 'It is under a legal hold.',
}

/** Why a file waits under To file, or stays when its import is undone; codes as they are stored. */
export function reasonWords(state: RowState, reason: string): string {
  const words = state === 'left' ? left : state === 'stayed' ? stayed : {}
  return reason.split(' ').flatMap((code) => words[code] ?? []).join(' ')
}

/** Why an index could not be read, and what to do. */
export function indexFaultWords(fault: string, line: string): { title: string; says: string } {
  const at = /^\d{1,6}$/.test(line) ? ` In row ${line}.` : ''
  switch (fault) {
    case 'encoding': return { title: 'These letters are not UTF-8', says: 'The index was probably written by an older Windows program. Choose “Windows-1252” below and send it again, or save it as “CSV UTF-8”.' }
    case 'utf16': return { title: 'This is Unicode text of another kind (UTF-16)', says: 'Save it as “CSV UTF-8” and send it again.' }
    case 'not_text': return { title: 'This is no text file', says: 'The index is a list in CSV, such as a spreadsheet saves. A spreadsheet’s own file, a PDF or a picture is none.' }
    case 'quote': return { title: 'A quotation mark opens and does not close as it should', says: `Look at the marks in the index and send it again.${at}` }
    case 'long_cell': return { title: 'A field is longer than 2,000 characters', says: `That is no field of an index.${at}` }
    case 'columns': return { title: 'There are more than 64 columns', says: `Remove what is not needed and send it again.${at}` }
    case 'rows': return { title: 'There are more than 100,000 rows', says: 'Divide the index into several; each is an import of its own. With its empty lines it may have 200,000.' }
    case 'too_large': return { title: 'The index is larger than 64 MB', says: 'Divide it into several; each is an import of its own.' }
    case 'empty': return { title: 'There is nothing in this index', says: 'It needs a line with the names of the columns, and a row for each file.' }
    default: return { title: 'The index could not be read', says: 'Nothing was kept. Choose it and send it again.' }
  }
}
