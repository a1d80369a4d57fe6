import 'server-only'
import { callerOf } from '@/lib/access/caller'
import { AppError } from '@/lib/access/errors'
import { performEither } from '@/lib/access/perform'
import { pagePolicy, refusedPage } from '@/lib/documents/doors/refused-page'
import { linkForPatient, linkForStaff } from '@/lib/documents/links'

const guarded = { 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'none' }
const shown = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': pagePolicy, 'x-content-type-options': 'nosniff' }

/** Where people are sent who cannot go on as they are. Paths of ours only. */
const detours: Partial<Record<AppError['code'], string>> = {
  unauthenticated: '/sign-in', locked: '/locked', second_factor: '/sign-in/second-factor',
}

/** Answers 303 to a fresh signed link, or to where the reader can become able to open it. */
export async function openDocument(request: Request, { params }: { params: Promise<{ hat: string; document: string }> }): Promise<Response> {
  const { hat, document } = await params
  const asked = new URL(request.url).searchParams
  const action = asked.get('as') === 'attachment' ? 'attachment' : 'inline'
  const page = asked.get('page')
  const version = asked.get('version')
  try {
    const { address } = await performEither({ staff: linkForStaff, patient: linkForPatient }, callerOf(request, true), { hat },
      { document, action, ...(page === null ? {} : { page: Number(page) }), ...(version === null ? {} : { version: Number(version) }) })
    return new Response(null, { status: 303, headers: { ...guarded, location: address } })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const detour = detours[error.code]
    if (detour) {
      const more = [...(page === null ? [] : [`&page=${Number(page)}`]), ...(version === null ? [] : [`&version=${Number(version)}`])].join('')
      const next = encodeURIComponent(`/v1/o/${encodeURIComponent(hat)}/${encodeURIComponent(document)}?as=${action}${more}`)
      return new Response(null, { status: 303, headers: { ...guarded, location: `${detour}?next=${next}` } })
    }
    // A malformed id, a stranger's and one that never was: the same answer.
    const status = error.code === 'closed' || error.code === 'unavailable' ? 503 : 404
    const says = refusedPage(request.method, request.headers, status)
    const headers = says === null ? { ...guarded, 'content-type': 'text/plain; charset=utf-8' } : { ...guarded, ...shown }
    return new Response(says ?? (status === 503 ? `${error.says}\n` : 'Not found.\n'), {
      status, headers: { ...headers, ...(error.retryAfter ? { 'retry-after': String(error.retryAfter) } : {}) },
    })
  }
}
