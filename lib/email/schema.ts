import { linkToken } from '@/lib/join/schema'
import { z } from '@/lib/platform/zod'

export const askingForEmail = z.object({ email: z.email('Write an e-mail address such as name@example.org.').trim().max(254) })
export const ofEmailLink = z.object({ token: linkToken })

export type MyEmail = { email: string | null; pending: string | null; fixed: boolean }
export type EmailLink = { purpose: 'email_new' | 'email_object'; email: string; language: 'en' | 'es' }
