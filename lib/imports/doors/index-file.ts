import 'server-only'
import { callerOf, requireSameOrigin } from '@/lib/access/caller'
import { AppError } from '@/lib/access/errors'
import { perform } from '@/lib/access/perform'
import { isUuid, type Caller } from '@/lib/access/principal'
import { isForm, isNone, seeOther } from '@/lib/documents/doors/upload'
import { fileRefusal } from '@/lib/documents/doors/taking'
import { addImportRows, beginImport, forgetImport, readImport } from '@/lib/imports/commands'
import { CsvError, decoded, inPieces, records } from '@/lib/imports/csv'
import { encodings, mostColumns, mostIndexBytes, mostRows, type Encoding } from '@/lib/imports/schema'
import { MultipartError, readForm } from '@/lib/vault/multipart'

type Params = { params: Promise<{ practice: string }> }

/** What one statement takes: so many rows, or fewer long ones. */
const piece = { records: 1_000, characters: 1_000_000 }

/**
 * Takes an index of old documents, as a form with or without JavaScript: read as it arrives, its rows kept in pieces, and nothing
 * of it on disk or whole in memory. What cannot be read leaves nothing behind but the reason in the next page's address.
 */
export async function takeIndex(request: Request, { params }: Params): Promise<Response> {
  const { practice } = await params
  const caller = callerOf(request, true)
  const here = `/practice/${practice}/settings/import`
  try {
    await requireSameOrigin(request.headers)
    if (!isUuid(practice)) throw new AppError('not_found', 'no practice has such an id')
    if (!isForm(request)) throw new AppError('unsupported', 'no form')
    const form = await readForm(request.body, request.headers.get('content-type'), { maxFileBytes: mostIndexBytes })
    try {
      if (!form.file || (await isNone(form.file))) return seeOther(`${here}?why=empty`)
      const encoding = encodings.find((one) => one === form.fields.get('encoding')) ?? 'utf-8'
      return seeOther(`${here}/${await keep(caller, practice, form.file.name, form.file.bytes, encoding)}`)
    } finally {
      form.discard()
    }
  } catch (error) {
    if (error instanceof CsvError) return seeOther(`${here}?why=${error.fault}${error.line === null ? '' : `&row=${error.line}`}`)
    if (error instanceof MultipartError && isUuid(practice)) return seeOther(`${here}?why=${error.code}`)
    if (error instanceof AppError && error.code === 'step_up') return seeOther(`/confirm?next=${encodeURIComponent(here)}`)
    return fileRefusal(error)
  }
}

/** Keeps the rows as they come. @returns the import's id */
async function keep(caller: Caller, practice: string, name: string, bytes: AsyncIterable<Uint8Array>, encoding: Encoding): Promise<string> {
  const hat = { practice }
  const { batch } = await perform(beginImport, caller, hat, { fileName: name.slice(0, 255) })
  try {
    const all = records(decoded(bytes, encoding))
    const first = await all.next()
    if (first.done) throw new CsvError('empty')
    const header = first.value
    // Spreadsheets save empty columns behind the last.
    const columns = header.cells.map((cell) => cell.trim())
    while (columns.at(-1) === '') columns.pop()
    if (columns.length > mostColumns) throw new CsvError('columns', header.line)
    let count = 0
    for await (const rows of inPieces(all, piece)) {
      count += rows.length
      if (count > mostRows) throw new CsvError('rows', rows.at(-1)?.line)
      await perform(addImportRows, caller, hat, { batch, rows: rows.map(({ line, cells }) => ({ line, cells: cells.slice(0, mostColumns + 1) })) })
    }
    if (count === 0) throw new CsvError('empty')
    await perform(readImport, caller, hat, { batch, columns, rows: count })
    return batch
  } catch (error) {
    // Where this is lost with the process, its rows lie in a batch that says it broke off, and can be forgotten there.
    await perform(forgetImport, caller, hat, { batch }).catch(() => undefined)
    throw error
  }
}
