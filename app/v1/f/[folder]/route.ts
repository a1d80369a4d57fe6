import { announceFromFolder } from '@/lib/folders/doors/take'

export const POST = announceFromFolder
