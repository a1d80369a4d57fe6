import { openShared } from '@/lib/shares/doors/open'

export const GET = openShared
