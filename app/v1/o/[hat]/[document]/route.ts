import { openDocument } from '@/lib/documents/doors/open'

/**
 * Opening: a plain link to here answers 303 to a fresh signed link, so that no page or payload ever holds one. After an
 * unlocking that leads here the framework first fetches the address itself, hoping for a page: that is nobody's opening, and
 * must not stand in the history as one. The browser's own visit follows.
 */
export const GET: typeof openDocument = async (request, context) =>
  request.headers.has('rsc') ? new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } }) : openDocument(request, context)
