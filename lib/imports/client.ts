import type { Match } from '@/lib/imports/schema'

/** A chosen file with its path in the folder, as far as the browser tells it. */
export type Chosen = { file: File; path: string }

/** Files that one folder may hold; an index names no more either. */
const mostFiles = 120_000
/** Paths of one question. */
const atOnce = 500
const hidden = /^(\.|thumbs\.db$|desktop\.ini$)/i

/** What was chosen with the folder's input. */
export const chosenFiles = (files: Iterable<File>): Chosen[] =>
  [...files].filter(({ name }) => !hidden.test(name)).map((file) => ({ file, path: file.webkitRelativePath || file.name }))

/** What was dropped, folders to their ends, with its paths. */
export async function droppedTree(items: DataTransferItemList): Promise<Chosen[]> {
  // All at once: the list is empty after the first pause.
  const entries = [...items].map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile())
  const found: Chosen[] = []
  const walk = async (entry: FileSystemEntry | File | null): Promise<void> => {
    if (!entry || found.length >= mostFiles) return
    if (entry instanceof File) {
      found.push(...chosenFiles([entry]))
    } else if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)).catch(() => null)
      if (file && !hidden.test(file.name)) found.push({ file, path: entry.fullPath })
    } else {
      const reader = (entry as FileSystemDirectoryEntry).createReader()
      for (;;) {
        const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject)).catch(() => [])
        if (some.length === 0) return
        for (const one of some) await walk(one)
      }
    }
  }
  for (const entry of entries) await walk(entry)
  return found
}

export type Compared = {
  wanted: { chosen: Chosen; line: number; address?: string | undefined }[]
  here: number
  notClean: Chosen[]
  unnamed: Chosen[]
  /** More than one row, or more than one file for one row: nobody can say which. */
  unclear: Chosen[]
}

/** Which of the chosen files are still wanted; nothing is sent by asking. @throws Error with the sentence to show */
export async function compareFolder(address: string, chosen: readonly Chosen[], progress: (done: number) => void): Promise<Compared> {
  const matches: Match[] = []
  for (let at = 0; at < chosen.length; at += atOnce) {
    progress(at)
    const paths = chosen.slice(at, at + atOnce).map(({ path }) => path.slice(-1_000))
    const answer = await askDoor<{ matches: Match[] }>(address, { paths })
    if (!answer.ok) throw new Error(answer.says)
    matches.push(...answer.body.matches)
  }
  const result: Compared = { wanted: [], here: 0, notClean: [], unnamed: [], unclear: [] }
  const perLine = Map.groupBy(matches.flatMap((match) => ('line' in match ? [match.line] : [])), (line) => line)
  const alone = (line: number) => perLine.get(line)?.length === 1
  for (const [at, match] of matches.entries()) {
    const one = chosen[at]
    if (!one) continue
    if (!('line' in match)) (match.fits === 'none' ? result.unnamed : result.unclear).push(one)
    else if (!alone(match.line)) result.unclear.push(one)
    else if (match.fits === 'not_clean') result.notClean.push(one)
    else if (match.fits === 'wanted') result.wanted.push({ chosen: one, line: match.line, address: match.address })
    else result.here++
  }
  return result
}

type Answer<T> = { ok: true; body: T } | { ok: false; status: number; says: string }

/** One question to the door of an import. Offline is an answer too, to be asked again. */
export async function askDoor<T>(address: string, body: object): Promise<Answer<T>> {
  try {
    const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    const said = (await answer.json().catch(() => ({}))) as T & { says?: string }
    return answer.ok ? { ok: true, body: said } : { ok: false, status: answer.status, says: said.says ?? 'This did not work. Reload the page and try again.' }
  } catch {
    return { ok: false, status: 0, says: 'The connection is lost.' }
  }
}
