import { folderCancelled, folderPart, folderUpload } from '@/lib/folders/doors/take'

export const GET = folderUpload
export const PATCH = folderPart
export const DELETE = folderCancelled
