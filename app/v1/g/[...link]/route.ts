import { sharedResponse } from '@/lib/shares/doors/serve'

export const GET = sharedResponse

// As for every document: without a HEAD of its own, Next would run GET and leave the file open.
export const HEAD = sharedResponse
