import { sendDocument } from '@/lib/portal/doors/send'

export const POST = sendDocument
