import 'server-only'
import { callerOf } from '@/lib/access/caller'
import { AppError } from '@/lib/access/errors'
import { perform } from '@/lib/access/perform'
import { linkForGuest } from '@/lib/shares/links'

const guarded = { 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'none' }

/** Answers 303 to a guest's fresh signed link: `?page=2` for a page with her name on it, without it for the file itself. */
export async function openShared(request: Request, { params }: { params: Promise<{ share: string; document: string }> }): Promise<Response> {
  const { share, document } = await params
  const page = new URL(request.url).searchParams.get('page')
  try {
    const { address } = await perform(linkForGuest, callerOf(request, true), { share }, { document, ...(page === null ? {} : { page: /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 0 }) })
    return new Response(null, { status: 303, headers: { ...guarded, location: address } })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const status = error.code === 'closed' || error.code === 'unavailable' ? 503 : 404
    return new Response(status === 503 ? `${error.says}\n` : 'Not found.\n', {
      status, headers: { ...guarded, 'content-type': 'text/plain; charset=utf-8', ...(error.retryAfter ? { 'retry-after': String(error.retryAfter) } : {}) },
    })
  }
}
