import { openSheet } from '@/lib/documents/doors/sheet'

export const GET = openSheet
