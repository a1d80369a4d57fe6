import { serveDocument } from '@/lib/documents/doors/serve'
import { asResponse } from '@/lib/vault/content-length'

export const GET = async (request: Request) => asResponse(await serveDocument(request))

// Without a HEAD of its own, Next would run GET and drop its body unread, and the file would stay open.
export const HEAD = GET
