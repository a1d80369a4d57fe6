import 'server-only'
import type { SubmissionResult } from '@conform-to/react'
import type { HatRef } from '@/lib/access/principal'
import { said } from '@/lib/access/sentences'
import { langCookie } from '@/lib/auth/cookies'
import { readCookie, readHeader } from '@/lib/auth/jar'
import { readerLang, type Lang } from '@/lib/format/lang'

/** The language that a door answers in: its reader's, and in the office English. */
export async function langFor(hat: HatRef): Promise<Lang> {
  // Bound to a form, it comes back from the browser in whatever shape.
  if (typeof hat === 'object' && hat !== null && 'practice' in hat) return 'en'
  return readerLang(await readCookie(langCookie()), await readHeader('accept-language'))
}

/** What a form gets back, in its reader's words. */
export function spoken(lang: Lang, reply: SubmissionResult): SubmissionResult {
  if (!reply.error) return reply
  const error = Object.fromEntries(Object.entries(reply.error).map(([field, says]) => [field, says?.map((one) => said(one, lang)) ?? null]))
  return { ...reply, error }
}
