import { takeIndex } from '@/lib/imports/doors/index-file'

export const POST = takeIndex
