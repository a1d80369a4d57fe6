import { uploadDocument } from '@/lib/documents/upload'

export const POST = uploadDocument
