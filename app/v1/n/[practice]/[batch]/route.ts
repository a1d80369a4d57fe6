import { importDoor, problemsFile } from '@/lib/imports/doors/batch'

export const GET = problemsFile
export const POST = importDoor
