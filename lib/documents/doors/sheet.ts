import 'server-only'
import { callerOf } from '@/lib/access/caller'
import { AppError } from '@/lib/access/errors'
import { performEither } from '@/lib/access/perform'
import { redeemSheetAsPatient, redeemSheetAsStaff, sheetForPatient, sheetForStaff, type Preview } from '@/lib/documents/sheet'
import { log } from '@/lib/platform/log'
import { PRIVATE_LENGTH } from '@/lib/vault/content-length'
import { GUARDED } from '@/lib/vault/headers'
import { layOut, UndecodableError } from '@/lib/vault/pictures/maker'
import { rawAddress } from '@/lib/vault/raw-address'
import { vault } from '@/lib/vault/rings'
import { parseSet, parseSheetLink } from '@/lib/vault/sheet-link'
import { openFile } from '@/lib/vault/vlt1'

/** Strips that are put together at one time, of all readers; each takes a process for a fifth of a second. */
const atOnce = 2
const waitingAtMost = 20
let busy = 0
const waiting: (() => void)[] = []

/** Answers 303 to a fresh link to one strip with the previews of these documents, top to bottom. */
export async function openSheet(request: Request, { params }: { params: Promise<{ hat: string }> }): Promise<Response> {
  const { hat } = await params
  const documents = parseSet(new URL(request.url).searchParams.get('d') ?? '')
  if (!documents) return said(404)
  try {
    const { address } = await performEither({ staff: sheetForStaff, patient: sheetForPatient }, callerOf(request, false), { hat }, { documents })
    return new Response(null, { status: 303, headers: { ...GUARDED, location: address } })
  } catch (error) {
    return refused(error)
  }
}

/** Session and hat → MAC → row-level security, lease and event in one commit → keys → one picture. */
export async function serveSheet(request: Request): Promise<Response> {
  if (request.headers.get('sec-fetch-site') === 'cross-site') return said(404)
  const link = parseSheetLink(rawAddress(request))
  if (!link) return said(404)
  let previews: (Preview | null)[]
  try {
    previews = (await performEither({ staff: redeemSheetAsStaff, patient: redeemSheetAsPatient }, callerOf(request, false), { hat: link.hat }, { link })).previews
  } catch (error) {
    return refused(error)
  }
  if (waiting.length >= waitingAtMost) return said(503, { 'retry-after': '2' })
  if (busy < atOnce) busy += 1
  else await new Promise<void>((resolve) => void waiting.push(resolve))
  try {
    const strip = await compose(previews)
    return new Response(strip, {
      headers: {
        ...GUARDED, 'content-type': 'image/webp', [PRIVATE_LENGTH]: String(strip.length), 'content-disposition': 'inline',
        'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'self'",
      },
    })
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error
    log.warn({ event: 'sheet.failed' })
    return said(503, { 'retry-after': '10' })
  } finally {
    // A place is handed on, or given back where nobody waits.
    const next = waiting.shift()
    if (next) next()
    else busy -= 1
  }
}

/** Pictures were made by a process that a file may have taken over: they are put together in one of the same kind. */
async function compose(previews: readonly (Preview | null)[]): Promise<Buffer<ArrayBuffer>> {
  const opened = await Promise.all(previews.map(async (preview) => (preview ? await read(preview) : null)))
  return Buffer.from((await layOut(opened)).bytes)
}

async function read({ of, dek, size, storageKey, commitment }: Preview): Promise<Buffer> {
  const source = await vault().store.open(storageKey)
  try {
    const file = await openFile(source, dek, of, size, commitment)
    const parts: Uint8Array[] = []
    for await (const part of file.read(0, size, () => 4)) parts.push(part)
    return Buffer.concat(parts)
  } finally {
    dek.fill(0)
    await source.close()
  }
}

function refused(error: unknown): Response {
  if (!(error instanceof AppError)) throw error
  if (error.status === 401) return said(401)
  return error.code === 'closed' || error.code === 'unavailable' ? said(503) : said(404)
}

function said(status: 401 | 404 | 503, more: Record<string, string> = {}): Response {
  const text = { 401: 'Sign in first.\n', 404: 'Not found.\n', 503: 'Not at the moment.\n' }[status]
  return new Response(text, { status, headers: { ...GUARDED, 'content-type': 'text/plain; charset=utf-8', ...more } })
}
