import { serveSheet } from '@/lib/documents/doors/sheet'

export const GET = serveSheet
