import type { FieldSpec } from '@/app/_components/plain-field'
import type { Ways } from '@/lib/sessions/schema'

/** The fields of each way to show again who one is. */
export function pinFields({ where, triesLeft }: NonNullable<Ways['pin']>): FieldSpec[] {
  const hint = triesLeft < 5 ? (triesLeft === 1 ? 'One try is left.' : `${triesLeft} tries are left.`) : undefined
  return [{ name: 'pin', label: where === 'phone' ? 'Your six digits' : 'Your PIN at this computer', kind: 'pin', autoComplete: 'off', ...(hint ? { hint } : {}) }]
}

export function passwordFields({ code }: Ways): FieldSpec[] {
  const password: FieldSpec = { name: 'password', label: 'Password', kind: 'password', autoComplete: 'current-password' }
  return code ? [password, { name: 'code', label: 'Code from your app', kind: 'code' }] : [password]
}
