import { openDocument } from '@/lib/documents/doors/open'

/** Opening: a plain link to here answers 303 to a fresh signed link, so that no page or payload ever holds one. */
export const GET = openDocument
