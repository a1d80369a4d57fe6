import { uploadDocument } from '@/lib/documents/doors/upload'

export const POST = uploadDocument
