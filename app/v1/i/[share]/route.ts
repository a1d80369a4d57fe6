import { takeFromGuest } from '@/lib/shares/doors/send'

export const POST = takeFromGuest
