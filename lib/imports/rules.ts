import { categoryWords } from '@/lib/documents/rules'
import { categories, tooth as toothSchema, type Category } from '@/lib/documents/schema'
import { fields, type DateOrder, type Field, type Mapping, type Problem } from '@/lib/imports/schema'

/** What each field is called on screen, and which names of columns mean it; the first is the documented one. */
export const fieldWords: Record<Field, { label: string; needed: boolean; columns: string[] }> = {
  file: { label: 'File', needed: true, columns: ['file', 'filename', 'filepath', 'path', 'document', 'documentpath', 'image', 'imagepath', 'attachment'] },
  chartNumber: { label: 'Chart number', needed: true, columns: ['chart_number', 'chart', 'chartno', 'chartnum', 'chartid', 'patientnumber', 'patientno', 'patnum', 'patientid', 'mrn', 'account'] },
  lastName: { label: 'Last name', needed: true, columns: ['last_name', 'lastname', 'lname', 'surname', 'familyname', 'patientlastname', 'last'] },
  firstName: { label: 'First name', needed: true, columns: ['first_name', 'firstname', 'fname', 'givenname', 'patientfirstname', 'first'] },
  birthDate: { label: 'Birth date', needed: true, columns: ['birth_date', 'birthdate', 'dob', 'dateofbirth', 'birthday', 'born'] },
  category: { label: 'Kind', needed: false, columns: ['category', 'kind', 'type', 'documenttype', 'doctype', 'imagetype', 'folder', 'class'] },
  title: { label: 'Title', needed: false, columns: ['title', 'description', 'name', 'caption', 'note', 'documentname'] },
  takenOn: { label: 'Date taken', needed: true, columns: ['date', 'datetaken', 'taken', 'takenon', 'documentdate', 'imagedate', 'scandate', 'servicedate', 'created'] },
  tooth: { label: 'Tooth', needed: false, columns: ['tooth', 'teeth', 'toothnumber', 'toothno', 'toothnum'] },
}

const bare = (text: string) => text.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]/g, '')

/** Which column is probably which: by the names that we document, and those that others use. */
export function guessColumns(columns: readonly string[]): Partial<Record<Field, number>> {
  const names = columns.map(bare)
  const guess: Partial<Record<Field, number>> = {}
  const taken = new Set<number>()
  for (const field of fields) {
    for (const name of fieldWords[field].columns.map(bare)) {
      const at = names.findIndex((one, nth) => one === name && !taken.has(nth))
      if (at < 0) continue
      guess[field] = at
      taken.add(at)
      break
    }
  }
  return guess
}

/** Parts of a path that are compared, from its end: each is one more key to ask for. */
const mostParts = 32

/** A path by which a file is found: folded, its last part first, so that what both sides name of it is compared from the end. */
export function pathKey(path: string): string {
  return path.normalize('NFC').toLowerCase().replaceAll('\\', '/').split('/').map((part) => part.replace(/\p{C}/gu, '').trim())
    .filter((part) => part !== '' && part !== '.' && part !== '..' && !/^[a-z]:$/.test(part)).reverse().slice(0, mostParts).join('/').slice(0, 1_000)
}

/** Every end of a key that a row may name: of `a.pdf/0001/export` also `a.pdf` and `a.pdf/0001`. */
export function keyBeginnings(key: string): string[] {
  const parts = key.split('/', mostParts)
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'))
}

/** Whether a chosen file's path and a row's mean the same, as far as both say. */
export function samePath(a: string, b: string): boolean {
  return a !== '' && b !== '' && (a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`))
}

/** Reads a date in the order that the owner chose. A year of two digits is no date: 26 may be this year or a lifetime ago. */
export function readDay(text: string, order: DateOrder): string | null {
  const day = text.trim().replace(/[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?Z?$/, '')
  const iso = /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})$/.exec(day)
  if (iso) return real(iso[1], iso[2], iso[3])
  const parts = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(day)
  if (!parts) return null
  const [, first, mark, second, year] = parts
  // Dots put the day first, wherever they are written.
  return mark === '.' || order === 'dmy' ? real(year, second, first) : real(year, first, second)
}

function real(year = '', month = '', day = ''): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = new Date(`${text}T00:00:00Z`)
  return Number(year) >= 1850 && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null
}

/** What others call our kinds. */
const kinds: Partial<Record<Category, string[]>> = {
  radiograph: ['xray', 'xrays', 'radiographs', 'pano', 'panoramic', 'panorex', 'bitewing', 'bitewings', 'bwx', 'fmx', 'periapical', 'pa', 'ceph', 'cbct', 'film'],
  photograph: ['photo', 'photos', 'picture', 'pictures', 'intraoral', 'image', 'images', 'camera', 'photographs'],
  treatment_plan: ['txplan', 'plan', 'estimate', 'treatmentplans'],
  consent: ['consentform', 'consents', 'hipaa', 'privacy', 'form', 'forms'],
  referral: ['referrals', 'referralletter'],
  lab_report: ['lab', 'labs', 'labslip', 'labreports', 'pathology'],
  insurance: ['insurancecard', 'eob', 'eobs', 'claim', 'claims'],
  statement: ['billing', 'bill', 'invoice', 'receipt', 'ledger'],
  letter: ['correspondence', 'letters'],
  identification: ['id', 'license', 'driverslicense', 'passport'],
  other: ['misc', 'miscellaneous', 'document', 'documents', 'others'],
}
const known = new Map<string, Category>(categories.flatMap((category) =>
  [category, categoryWords[category].one, categoryWords[category].many, ...(kinds[category] ?? [])].map((name) => [bare(name), category] as const)))

/** The kind that a word means; null where nobody can say. */
export const readCategory = (text: string): Category | null => known.get(bare(text)) ?? null

export type ReadRow = {
  path: string; key: string; chartNumber: string; lastName: string; firstName: string; birthDate: string | null
  category: Category | null; title: string; takenOn: string | null; tooth: string | null; problems: Problem[]
}

/** What a row says, as far as it can be understood, and what cannot. Whose it is is compared elsewhere (check.ts). */
export function readRow(cells: readonly string[], columns: number, { columns: at, dates, unknown }: Mapping, tomorrow: string): ReadRow {
  const problems: Problem[] = []
  const cell = (field: Field) => (at[field] === undefined ? '' : cells[at[field]] ?? '').replace(/\s+/g, ' ').trim()
  // A separator too many moves everything behind it into the wrong column.
  if (cells.slice(columns).some((extra) => extra.trim() !== '')) problems.push('ragged')
  const path = (cell('file').replace(/\p{C}/gu, '')).slice(0, 1_000)
  const key = pathKey(path)
  if (!key) problems.push('no_file')
  const chartNumber = cell('chartNumber')
  if (!chartNumber) problems.push('no_chart')
  const [lastName, firstName] = [cell('lastName'), cell('firstName')]
  if (!lastName || !firstName) problems.push('no_name')
  const birthDate = readDay(cell('birthDate'), dates)
  if (!birthDate) problems.push(cell('birthDate') ? 'bad_birth' : 'no_birth')
  const category = readCategory(cell('category')) ?? unknown
  if (!category) problems.push(cell('category') ? 'unknown_category' : 'no_category')
  const title = cell('title') || (category ? categoryWords[category].one : '')
  if (title.length > 200) problems.push('long_title')
  const takenOn = readDay(cell('takenOn'), dates)
  if (!takenOn) problems.push(cell('takenOn') ? 'bad_date' : 'no_date')
  else if (takenOn > tomorrow) problems.push('future_date')
  const tooth = toothSchema.safeParse(cell('tooth').replace(/^#/, ''))
  if (cell('tooth') && !tooth.success) problems.push('bad_tooth')
  return {
    path, key, chartNumber, lastName, firstName, birthDate, category, title: title.slice(0, 200), takenOn,
    tooth: cell('tooth') && tooth.success ? tooth.data : null, problems,
  }
}

/** What only asks for a look; everything else is plainly not so. */
const near = new Set<Problem>(['name_near', 'birth_near', 'birth_swapped'])

/** What a row's problems make of it. */
export const verdict = (found: readonly Problem[]): 'clean' | 'look' | 'bad' =>
  found.length === 0 ? 'clean' : found.every((one) => near.has(one)) ? 'look' : 'bad'
