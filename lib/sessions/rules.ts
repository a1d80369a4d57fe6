import type { Lang } from '@/lib/format/lang'
import type { Ways } from '@/lib/sessions/schema'

/** What the database says of the person behind a session, and of this browser. */
export type Lock = {
  password: boolean
  totp: boolean
  passkeys: number
  /** Tries left at the PIN of the phone that the session lives on; null where there is none. */
  phoneTries: number | null
  /** Her membership at the enrolled computer that the session sits at, and tries left at her PIN for it. */
  membershipId: string | null
  pinTries: number | null
}

/**
 * What opens a locked session: what it was opened with, or as much. A session of two factors takes the code beside the
 * password, and a passkey from somebody who has no code. The PIN is hers at the computer she sits at, or her own phone's;
 * the phone's, one factor, opens no session of two.
 */
export function waysToUnlock(lock: Lock, assurance: 1 | 2): Ways {
  const pin = pinOf(lock)
  return { pin: pin?.where === 'phone' && assurance === 2 ? null : pin, passkey: lock.passkeys > 0, password: lock.password && (assurance === 1 || lock.totp), code: assurance === 2 }
}

/**
 * What confirms an export or a new factor: everything that a sign-in asks for. The PIN of a shared computer confirms only
 * in a session that was opened with it, and a phone's only for somebody who has nothing else: six digits seen over a
 * shoulder must not be worth what a password and a code are.
 */
export function waysToConfirm(lock: Lock, method: string): Ways {
  const pin = pinOf(lock)
  const nothingElse = !lock.password && !lock.totp && lock.passkeys === 0
  return {
    pin: pin && (pin.where === 'workstation' ? method === 'workstation_pin' : nothingElse) ? pin : null,
    passkey: lock.passkeys > 0,
    password: lock.password && (lock.totp || lock.passkeys === 0),
    code: lock.totp,
  }
}

function pinOf({ phoneTries, membershipId, pinTries }: Lock): Ways['pin'] {
  if (membershipId !== null && pinTries !== null) return pinTries > 0 ? { where: 'workstation', triesLeft: pinTries } : null
  return phoneTries !== null && phoneTries > 0 ? { where: 'phone', triesLeft: phoneTries } : null
}

const en = {
  password: 'password',
  totp: 'code from an app',
  recovery_code: 'recovery code',
  passkey: 'passkey',
  workstation_pin: 'PIN at a workstation',
  phone_pin: 'PIN of this phone',
  recovery: 'a new password after recovery',
  both: (first: string, second: string) => `${first} and ${second}`,
  other: 'another way',
}

const es: typeof en = {
  password: 'contraseña',
  totp: 'código de una aplicación',
  recovery_code: 'código de recuperación',
  passkey: 'llave de acceso',
  workstation_pin: 'PIN en un equipo de la consulta',
  phone_pin: 'las cifras de este teléfono',
  recovery: 'una contraseña nueva tras la recuperación',
  both: (first, second) => `${first} y ${second}`,
  other: 'otra manera',
}

const ways = ['password', 'totp', 'recovery_code', 'passkey', 'workstation_pin', 'phone_pin', 'recovery'] as const
const isWay = (text: string): text is (typeof ways)[number] => ways.some((way) => way === text)

/** How a session was opened, in words: "password and code from an app". */
export function methodWords(method: string, lang: Lang = 'en'): string {
  const say = lang === 'es' ? es : en
  if (isWay(method)) return say[method]
  const first = ways.find((way) => method.startsWith(`${way}_`) && isWay(method.slice(way.length + 1)))
  const second = first ? method.slice(first.length + 1) : ''
  return first && isWay(second) ? say.both(say[first], say[second]) : say.other
}

const devices: Readonly<Record<string, string>> = {
  'Android phone': 'Teléfono Android', 'Android tablet': 'Tableta Android', 'Windows computer': 'Ordenador con Windows',
  'Linux computer': 'Ordenador con Linux', 'A device': 'Un dispositivo',
}

/** What a device is called (lib/auth/phone.ts), in a language; a brand's own name is the same in both. */
export function deviceWords(device: string, lang: Lang): string {
  return (lang === 'es' && Object.hasOwn(devices, device) ? devices[device] : undefined) ?? device
}
