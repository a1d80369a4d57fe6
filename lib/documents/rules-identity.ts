import 'server-only'
import { distance, fold, type Findable } from '@/lib/patients/rules'

/** What a file says of itself: filled in as it is looked through after its arrival, empty where it says nothing. */
export type FoundInFile = { names: string[]; birthDates: string[]; ids: string[] }

/** Whose chart a file is compared with. */
export type Chart = Pick<Findable, 'givenName' | 'familyName' | 'preferredName' | 'birthDate'> & { chartNumber: string }

/**
 * How a name in a file stands to a chart's. `partial`: all of it fits and something is left out (an initial, one of two
 * surnames), which the same birth date settles. `near`: a letter or a suffix apart, as father and son or twins are.
 */
export type NameVerdict = 'same' | 'partial' | 'near' | 'differs'
export type BirthVerdict = 'same' | 'swapped' | 'near' | 'differs'

/** Reads what was stored as jsonb; whatever is not a list of texts counts as nothing said. */
export function readFound(stored: unknown): FoundInFile {
  const list = (key: string) => {
    const value = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>)[key] : undefined
    return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string').slice(0, 20) : []
  }
  return {
    names: list('names').filter(isName), birthDates: list('birthDates').filter((date) => /^\d{4}-\d{2}-\d{2}$/.test(date) && !nobodysDates.has(date)),
    ids: list('ids').map((one) => one.trim()).filter((one) => one.length > 0 && one.length <= 64),
  }
}

/** What machines write where nobody typed anything. */
const nobodysDates = new Set(['1900-01-01', '0001-01-01', '1970-01-01'])
const nobodysNames = /^(anonym\w*|unknown|unnamed|none|no name|null|patient|test|test patient|na|n a|x+|dummy|phantom)$/
const isName = (name: string) => (fold(name).match(/\p{L}/gu)?.length ?? 0) >= 2 && !nobodysNames.test(fold(name))

const titles = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'sra', 'srta', 'prof', 'md', 'dds', 'dmd'])
const suffixes: Record<string, string> = { jr: 'jr', junior: 'jr', sr: 'sr', senior: 'sr', ii: '2', iii: '3', iv: '4', '2nd': '2', '3rd': '3', '4th': '4' }
const particles = new Set(['de', 'del', 'la', 'las', 'los', 'el', 'y', 'e', 'van', 'von', 'der', 'den', 'da', 'do', 'dos', 'di'])

/** Umlauts as German spells them out; both spellings are tried. */
const spelledOut = (text: string) => text.normalize('NFC').replace(/[äÄ]/g, 'ae').replace(/[öÖ]/g, 'oe').replace(/[üÜ]/g, 'ue')

type Parsed = { given: string[]; family: string[]; suffix: string | null }

/** Every way a written name may be meant: "Last^First^Middle^^Suffix", "Last, First", or words in either order. */
function readings(written: string): Parsed[] {
  // DICOM writes a name in up to three scripts; the first is the one of letters.
  const text = (written.split('=')[0] ?? '').replace(/^\s*Sr\.?\s+/i, '')
  return [...new Set([text, spelledOut(text)])].flatMap((spelling) => {
    if (spelling.includes('^')) {
      const [family = '', given = '', middle = '', , suffix = ''] = spelling.split('^')
      return [parse(words(family), words(`${given} ${middle}`), words(suffix))]
    }
    const comma = spelling.split(',')
    if (comma.length > 1) {
      const rest = words(comma.slice(1).join(' '))
      // "John Smith, Jr." is no "Last, First".
      if (rest.every((word) => word in suffixes)) return splits([...words(comma[0] ?? ''), ...rest])
      return [parse(words(comma[0] ?? ''), rest, [])]
    }
    return splits(words(spelling))
  })
}

const words = (text: string) => fold(text).split(' ').filter((word) => word && !titles.has(word))

/** Words without a mark between them: any cut, and either side first. */
function splits(all: string[]): Parsed[] {
  const bare = all.filter((word) => !(word in suffixes))
  const end = all.filter((word) => word in suffixes)
  if (bare.length < 2) return [parse(bare, [], end)]
  return bare.slice(1).flatMap((_, at) => [parse(bare.slice(at + 1), bare.slice(0, at + 1), end), parse(bare.slice(0, at + 1), bare.slice(at + 1), end)])
}

function parse(family: string[], given: string[], end: string[]): Parsed {
  const all = [...family, ...given, ...end]
  const suffix = all.map((word) => suffixes[word]).find((found) => found !== undefined) ?? null
  const bare = (list: string[]) => list.filter((word) => !(word in suffixes))
  return { family: bare(family), given: bare(given), suffix }
}

const rank: Record<NameVerdict, number> = { same: 0, partial: 1, near: 2, differs: 3 }
const worst = (...verdicts: NameVerdict[]) => verdicts.reduce((a, b) => (rank[b] > rank[a] ? b : a))
const best = (verdicts: NameVerdict[]) => verdicts.reduce((a, b) => (rank[b] < rank[a] ? b : a), 'differs')

/** A written name beside a chart's. A maiden name is another name: whether it is hers is for a person to say. */
export function compareName(written: string, chart: Pick<Chart, 'givenName' | 'familyName' | 'preferredName'>): NameVerdict {
  const own = [chart.givenName, ...(chart.preferredName ? [chart.preferredName] : [])].flatMap((given) =>
    [(text: string) => text, spelledOut].map((spell) => parse(words(spell(chart.familyName)), words(spell(given)), [])))
  return best(readings(written).flatMap((said) => own.map((known) => {
    const suffix: NameVerdict = said.suffix === known.suffix ? 'same' : said.suffix && known.suffix ? 'differs' : 'near'
    return worst(compareFamily(said.family, known.family), compareGiven(said.given, known.given), suffix)
  })))
}

function compareFamily(saidWhole: string[], knownWhole: string[]): NameVerdict {
  if (saidWhole.length === 0 || knownWhole.length === 0) return 'differs'
  if (saidWhole.join('') === knownWhole.join('')) return 'same'
  // "de la Cruz" is filed under Cruz as often as under De.
  const [said, known] = [saidWhole, knownWhole].map((list) => list.filter((word) => list.length === 1 || !particles.has(word))) as [string[], string[]]
  if (said.length === 0 || known.length === 0) return 'differs'
  if (said.join('') === known.join('')) return 'same'
  // Of two surnames people often write the first alone, or the second after it in another order of documents.
  if (said.every((word) => known.includes(word)) || known.every((word) => said.includes(word))) return 'partial'
  return nearWord(said.join(''), known.join('')) ? 'near' : 'differs'
}

function compareGiven(said: string[], known: string[]): NameVerdict {
  if (said.length === 0 || known.length === 0) return 'differs'
  if (said.join('') === known.join('')) return 'same'
  const [first = '', ...more] = said
  const [own = '', ...others] = known
  if (first === own) {
    // A middle initial that the chart does not have tells nobody apart; a whole middle name may.
    const middle = more.filter((word) => !others.some((other) => other === word || other.startsWith(word)))
    return middle.length === 0 || (others.length === 0 && middle.every((word) => word.length === 1)) ? (others.length > 0 && more.length === 0 ? 'partial' : 'same') : 'partial'
  }
  if ((first.length === 1 && own.startsWith(first)) || (own.length === 1 && first.startsWith(own))) return 'partial'
  if (known.includes(first) && said.every((word) => known.includes(word))) return 'partial'
  return nearWord(said.join(''), known.join('')) || nearWord(first, own) ? 'near' : 'differs'
}

/** One word for another by a slip of the hand, or by how another alphabet is written in letters. */
function nearWord(a: string, b: string): boolean {
  if (a === b) return true
  const within = (x: string, y: string) => {
    const length = Math.min(x.length, y.length)
    return length >= 3 && distance(x, y) <= (length >= 8 ? 2 : 1)
  }
  return within(a, b) || within(sounded(a), sounded(b)) || sounded(a) === sounded(b)
}

/** Letters that transliterations disagree about, made one: Aleksandr and Alexander, Chaikovsky and Tschaikowski. */
function sounded(word: string): string {
  return word
    .replace(/ks/g, 'x').replace(/tsch|tch|cz|ch/g, 'c').replace(/sch|sh|sz/g, 's').replace(/ph/g, 'f').replace(/kh/g, 'h').replace(/th/g, 't')
    .replace(/[wv]/g, 'v').replace(/[yj]/g, 'i').replace(/ou/g, 'u').replace(/[qk]/g, 'c').replace(/z/g, 's')
    .replace(/(.)\1+/g, '$1')
}

/** A birth date in a file beside a chart's. */
export function compareBirth(said: string, known: string): BirthVerdict {
  if (said === known) return 'same'
  const [year, month, day] = known.split('-')
  if (said === `${year}-${day}-${month}`) return 'swapped'
  return distance(said.replaceAll('-', ''), known.replaceAll('-', '')) === 1 ? 'near' : 'differs'
}

/** What in a file does not fit a chart; `agrees` where something of it clearly does. */
export type Verdict = { differs: Difference[]; agrees: boolean }
export type Difference = 'name' | 'name_near' | 'birth' | 'birth_near' | 'birth_swapped'

/** A file beside a chart. Of several names or dates (a letter names its writer too), one that fits is enough. */
export function compareChart(found: FoundInFile, chart: Chart): Verdict {
  const name = found.names.length === 0 ? null : best(found.names.map((written) => compareName(written, chart)))
  const births = found.birthDates.map((said) => compareBirth(said, chart.birthDate))
  const birth = births.length === 0 ? null : (['same', 'swapped', 'near', 'differs'] as const).find((one) => births.includes(one)) ?? null
  const differs: Difference[] = []
  if (name === 'differs') differs.push('name')
  else if (name === 'near' || (name === 'partial' && birth !== 'same')) differs.push('name_near')
  if (birth === 'differs') differs.push('birth')
  else if (birth === 'near') differs.push('birth_near')
  else if (birth === 'swapped') differs.push('birth_swapped')
  const chartNamed = found.ids.some((id) => fold(id) === fold(chart.chartNumber))
  return { differs, agrees: name === 'same' || birth === 'same' || chartNamed }
}

/**
 * Whether two charts of one practice are easily taken for each other: a name and nearly the same, whatever the birth dates;
 * or one birth date and family name, with given names that begin alike, as twins' often do.
 */
export function looksLike(a: Chart, b: Chart): boolean {
  const [one, other] = [unsuffixed(a), unsuffixed(b)]
  const name = best([compareName(`${one.familyName}^${one.givenName}`, other), compareName(`${other.familyName}^${other.givenName}`, one)])
  const birth = compareBirth(a.birthDate, b.birthDate)
  if (name === 'same') return true
  if (name === 'partial' || name === 'near') return birth !== 'differs' || name === 'partial'
  return birth === 'same' && fold(a.familyName) === fold(b.familyName) && fold(a.givenName)[0] === fold(b.givenName)[0]
}

/** Father and son are easily taken for each other: Jr. is no part of what tells charts apart. */
function unsuffixed(chart: Chart): Chart {
  const bare = (text: string) => text.split(/[\s,]+/).filter((word) => !(fold(word) in suffixes)).join(' ')
  return { ...chart, givenName: bare(chart.givenName), familyName: bare(chart.familyName) }
}

/** Whether the file itself tells a chart from one like it: it fits the first and does not fit the other. */
export function tellsApart(found: FoundInFile, chart: Chart, alike: Chart): boolean {
  const here = compareChart(found, chart)
  return here.agrees && here.differs.length === 0 && compareChart(found, alike).differs.length > 0
}
