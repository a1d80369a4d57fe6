import { sendingCancelled, sendingOffset, sendingPart } from '@/lib/portal/doors/send'

export const HEAD = sendingOffset
export const PATCH = sendingPart
export const DELETE = sendingCancelled
