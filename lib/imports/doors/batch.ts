import 'server-only'
import { callerOf, requireSameOrigin } from '@/lib/access/caller'
import { AppError } from '@/lib/access/errors'
import { perform } from '@/lib/access/perform'
import { isUuid, type Caller } from '@/lib/access/principal'
import { smallJson } from '@/lib/access/route'
import { fileRefusal, takeWhole } from '@/lib/documents/doors/taking'
import { announcedBy, begun, isForm, isNone, seeOther, isAboutFile, wayOf } from '@/lib/documents/doors/upload'
import { arriveByRow, fileArrived, matchFiles } from '@/lib/imports/arrival'
import { checkImport, undoImportFurther } from '@/lib/imports/commands'
import { csvLine } from '@/lib/imports/csv'
import { importState, listProblems } from '@/lib/imports/queries'
import { problemWords, reasonWords, rowWords } from '@/lib/imports/words'
import type { Problem, RowState } from '@/lib/imports/schema'
import { arrivalWords } from '@/lib/documents/rules'
import { MultipartError, readForm, type FormFile } from '@/lib/vault/multipart'

type Params = { params: Promise<{ practice: string; batch: string }> }

const most = 512 * 1024 * 1024
/** Files in one form of a browser without scripts. */
const filesAtOnce = 200
const noStore = { 'cache-control': 'private, no-store' }

/** What goes on by itself while its page is open, a step for each request. None of it counts as an act of the person's. */
const steps = {
  check: (caller: Caller, practice: string, batch: string) => perform(checkImport, caller, { practice }, { batch }),
  file: (caller: Caller, practice: string, batch: string) => perform(fileArrived, caller, { practice }, { batch }),
  undo: (caller: Caller, practice: string, batch: string) => perform(undoImportFurther, caller, { practice }, { batch }),
  state: (caller: Caller, practice: string, batch: string) => perform(importState, caller, { practice }, { batch }),
} as const
const isStep = (text: unknown): text is keyof typeof steps => typeof text === 'string' && Object.hasOwn(steps, text)

/**
 * What the page of an import sends: which rows name the chosen files, the announcement of one, a step of what is under way; and
 * from a browser without scripts the files themselves, or a step, each answered with the page.
 */
export async function importDoor(request: Request, { params }: Params): Promise<Response> {
  const { practice, batch } = await params
  const caller = callerOf(request, false)
  const form = isForm(request)
  try {
    await requireSameOrigin(request.headers)
    if (!isUuid(practice) || !isUuid(batch)) throw new AppError('not_found', 'no import has such an id')
    if (form) return await takeForm(request, { ...caller, act: true }, practice, batch)
    const body = await smallJson(request, 1_500_000)
    const asked = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
    if (isStep(asked['step'])) return Response.json(await steps[asked['step']](caller, practice, batch), { headers: noStore })
    if ('paths' in asked) return Response.json(await perform(matchFiles, caller, { practice }, { batch, paths: asked['paths'] }), { headers: noStore })
    const announced = announcedBy(asked)
    if (typeof announced['size'] !== 'number') throw new AppError('invalid', 'a size is needed')
    const { document, dek } = await perform(arriveByRow, caller, { practice }, { ...announced, batch })
    dek.fill(0)
    return begun(`/v1/u/${practice}/${document}`, document)
  } catch (thrown) {
    const error = thrown instanceof MultipartError ? new AppError(thrown.status === 413 ? 'too_large' : 'invalid', thrown.code) : thrown
    if (form && isUuid(practice) && isUuid(batch) && error instanceof AppError && (isAboutFile(error) || error.code === 'conflict')) return seeOther(`${pageOf(practice, batch)}?why=${encodeURIComponent(error.reason)}`)
    return fileRefusal(error)
  }
}

const pageOf = (practice: string, batch: string) => `/practice/${practice}/settings/import/${batch}`

async function takeForm(request: Request, caller: Caller, practice: string, batch: string): Promise<Response> {
  const form = await readForm(request.body, request.headers.get('content-type'), { maxFileBytes: most, maxFiles: filesAtOnce })
  try {
    const step = form.fields.get('step')
    if (isStep(step)) {
      await steps[step](caller, practice, batch)
      return seeOther(pageOf(practice, batch))
    }
    const count = { taken: 0, known: 0, unknown: 0 }
    const refusals: string[] = []
    for (let file = form.file; file; file = await form.next()) {
      if (await isNone(file)) continue
      try {
        const end = await take(caller, practice, batch, file, request.signal)
        count[end]++
        // Read past, so that the next one comes.
        if (end !== 'taken') for await (const _ of file.bytes);
      } catch (error) {
        if (!(error instanceof AppError) || !(isAboutFile(error) || error.code === 'conflict')) throw error
        refusals.push(error.reason)
      }
    }
    const query = new URLSearchParams([...Object.entries(count).map(([name, value]) => [name, String(value)]), ...refusals.slice(0, 20).map((reason) => ['why', reason])])
    return seeOther(`${pageOf(practice, batch)}?${query}`)
  } finally {
    form.discard()
  }
}

/** Without scripts a file has a name and no folder: where more than one row has that name, it is not guessed which is meant. */
async function take(caller: Caller, practice: string, batch: string, file: FormFile, signal: AbortSignal): Promise<'taken' | 'known' | 'unknown'> {
  const { matches: [match] } = await perform(matchFiles, caller, { practice }, { batch, paths: [file.name.slice(0, 1_000)] })
  if (match?.fits === 'here' || match?.fits === 'elsewhere') return 'known'
  if (match?.fits !== 'wanted') return 'unknown'
  const declared = { size: null, type: file.type, name: file.name, sha256: null }
  const { room, ...place } = await perform(arriveByRow, caller, { practice }, { batch, line: match.line, path: file.name.slice(0, 1_000), type: file.type })
  try {
    await takeWhole(wayOf(caller, practice), place, file.bytes, declared, room, signal)
    return 'taken'
  } finally {
    place.dek.fill(0)
  }
}

/** What does not come in, as CSV: the index's own fields, and behind them the row and what is wrong. Piece by piece, never whole. */
export async function problemsFile(request: Request, { params }: Params): Promise<Response> {
  const { practice, batch } = await params
  try {
    if (!isUuid(practice) || !isUuid(batch)) throw new AppError('not_found', 'no import has such an id')
    const caller = callerOf(request, true)
    const ask = (after: number) => perform(listProblems, caller, { practice }, { batch, after })
    // Before the first byte, so that a refusal has its status.
    let part: Awaited<ReturnType<typeof ask>> | null = await ask(0)
    const encoder = new TextEncoder()
    let head = true
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        if (!part) return controller.close()
        const { columns, rows, next } = part
        const lines = rows.map((row) => csvLine([...columns.map((_, at) => row.cells[at] ?? ''), String(row.line), row.path, wrongWith(row)]))
        // With its mark, for a spreadsheet would take it for another encoding.
        controller.enqueue(encoder.encode((head ? `\u{feff}${csvLine([...columns, 'Row', 'File', 'What is wrong'])}` : '') + lines.join('')))
        head = false
        part = next === null ? null : await ask(next)
      },
    })
    return new Response(body, {
      headers: { ...noStore, 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="not-taken-over.csv"', 'x-content-type-options': 'nosniff' },
    })
  } catch (error) {
    return fileRefusal(error)
  }
}

function wrongWith({ problems, state, reason }: { problems: string[]; state: string; reason: string }): string {
  if (problems.length > 0) return problems.map((code) => `${problemWords[code as Problem]}${code === 'twice' && reason ? ` Rows ${reason}.` : ''}`).join(' ')
  if (state === 'refused') return arrivalWords(reason)
  return [rowWords[state as RowState].words, reasonWords(state as RowState, reason)].filter(Boolean).join('. ')
}
