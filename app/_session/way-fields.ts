import type { FieldSpec } from '@/app/_components/plain-field'
import type { Lang } from '@/lib/format/lang'
import { plural } from '@/lib/format/plurals'
import type { Ways } from '@/lib/sessions/schema'
import { sessionCopy } from './_copy/session'

/** The fields of each way to show again who one is. */
export function pinFields({ where, triesLeft }: NonNullable<Ways['pin']>, lang: Lang): FieldSpec[] {
  const say = sessionCopy[lang]
  const hint = triesLeft < 5 ? plural(lang, triesLeft, say.triesLeft) : undefined
  return [{ name: 'pin', label: where === 'phone' ? say.phoneDigits : say.workPin, kind: 'pin', autoComplete: 'off', ...(hint ? { hint } : {}) }]
}

export function passwordFields({ code }: Ways, lang: Lang): FieldSpec[] {
  const say = sessionCopy[lang]
  const password: FieldSpec = { name: 'password', label: say.password, kind: 'password', autoComplete: 'current-password' }
  return code ? [password, { name: 'code', label: say.appCode, kind: 'code' }] : [password]
}
