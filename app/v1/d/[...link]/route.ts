import { documentResponse } from '@/lib/documents/doors/serve'

export const GET = documentResponse

// Without a HEAD of its own, Next would run GET and drop its body unread, and the file would stay open.
export const HEAD = documentResponse
