import { uploadCancelled, uploadOffset, uploadPart } from '@/lib/documents/doors/upload'

export const HEAD = uploadOffset
export const PATCH = uploadPart
export const DELETE = uploadCancelled
