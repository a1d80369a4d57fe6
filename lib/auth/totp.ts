import 'server-only'
import { generateSecret, generateSync, generateURI, verifySync } from 'otplib'
import { now } from '@/lib/platform/clock'
import { seal, unseal } from '@/lib/platform/seal'

const period = 30

/** 160 random bits in Base32, as authenticator apps take them. */
export function newTotpSecret(): string {
  return generateSecret({ length: 20 })
}

/** What the QR code of an enrolment holds (the otpauth scheme that authenticator apps share). */
export function totpUri(secret: string, account: string): string {
  return generateURI({ secret, label: account, issuer: 'Enamel' })
}

/** The stored form, bound to its person: moved to another row it does not open. */
export const sealTotp = (person: string, secret: string): Buffer => seal('totp', person, secret)
export const unsealTotp = (person: string, sealed: Buffer): string => unseal('totp', person, sealed)

/**
 * The time step that a code belongs to, or null. One step to either side is accepted, for clocks and slow thumbs
 * (RFC 6238 section 5.2); that a step is good only once is the database's part.
 */
export function totpStep(secret: string, code: string): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const result = verifySync({ secret, token: code, epoch: seconds(), epochTolerance: period })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}

/** The code of a moment; for the demo's authenticator and for tests. `step` counts from the present one. */
export function totpCode(secret: string, step = 0): string {
  return generateSync({ secret, epoch: seconds() + step * period })
}

/** Seconds until the present code gives way to the next. */
export function totpSecondsLeft(): number {
  return period - (seconds() % period)
}

const seconds = () => Math.floor(now().getTime() / 1000)
