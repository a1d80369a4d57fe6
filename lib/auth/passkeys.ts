import 'server-only'
import { randomBytes } from 'node:crypto'
import {
  generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse,
  type AuthenticationResponseJSON, type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { sql } from 'kysely'
import type { IdentityHandle } from '@/db/identity'
import { tokenHash } from '@/lib/auth/token'
import { env } from '@/lib/platform/env'

/** Browsers make and use passkeys only on HTTPS, and on localhost. */
export function passkeysHere(): { works: true; origin: string } | { works: false; why: string } {
  const { protocol, hostname, origin } = new URL(env().ENAMEL_ORIGIN)
  if (protocol === 'https:' || hostname === 'localhost') return { works: true, origin }
  return { works: false, why: 'Passkeys need an encrypted connection (HTTPS), which this address does not have.' }
}

const party = () => {
  const { hostname, origin } = new URL(env().ENAMEL_ORIGIN)
  return { id: hostname, origin }
}

/** What `navigator.credentials.get` is asked: any passkey of this site, with its owner's finger, face or PIN. */
export async function useOptions(db: IdentityHandle) {
  const challenge = await newChallenge(db, false)
  return generateAuthenticationOptions({ rpID: party().id, challenge, userVerification: 'required', timeout: 120_000 })
}

export type Used = { personId: string; credential: string; email: string | null; name: string; language: 'en' | 'es' }

/** Who showed a passkey, or null. The challenge is used up whatever comes of it. */
export async function verifyUse(db: IdentityHandle, assertion: string): Promise<Used | null> {
  const response = parse<AuthenticationResponseJSON>(assertion)
  if (!response || !(await takeChallenge(db, response.response.clientDataJSON, false))) return null
  const { rows } = await sql<{ personId: string; publicKey: Buffer; counter: number; transports: string[]; email: string | null; name: string; language: 'en' | 'es' }>`
    select * from identity.passkey(${response.id})`.execute(db)
  const known = rows[0]
  if (!known) return null
  const result = await verifyAuthenticationResponse({
    response, expectedChallenge: challengeOf(response.response.clientDataJSON) ?? '', expectedOrigin: party().origin, expectedRPID: party().id,
    credential: { id: response.id, publicKey: new Uint8Array(known.publicKey), counter: known.counter, transports: known.transports },
    requireUserVerification: true,
  }).catch(() => null)
  if (!result?.verified) return null
  const { rows: after } = await sql<{ ok: boolean }>`select identity.used_passkey(${response.id}, ${result.authenticationInfo.newCounter},
    ${result.authenticationInfo.credentialBackedUp}) as ok`.execute(db)
  if (!after[0]?.ok) return null
  return { personId: known.personId, credential: response.id, email: known.email, name: known.name, language: known.language }
}

/** What `navigator.credentials.create` is asked, for the person of this transaction's session. */
export async function addOptions(db: IdentityHandle, { personId, name, account, existing }: { personId: string; name: string; account: string; existing: readonly string[] }) {
  const challenge = await newChallenge(db, true)
  return generateRegistrationOptions({
    rpName: 'Enamel', rpID: party().id, userName: account, userDisplayName: name, userID: new Uint8Array(Buffer.from(personId.replaceAll('-', ''), 'hex')), challenge,
    // EdDSA, ES256, RS256: what authenticators have; Node's own post-quantum keys are still an experiment.
    supportedAlgorithmIDs: [-8, -7, -257], timeout: 120_000, attestationType: 'none', excludeCredentials: existing.map((id) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

export type Added = { credential: string; publicKey: Buffer; counter: number; transports: string[]; backedUp: boolean }

/** The new passkey, or null. */
export async function verifyAdd(db: IdentityHandle, attestation: string): Promise<Added | null> {
  const response = parse<RegistrationResponseJSON>(attestation)
  if (!response || !(await takeChallenge(db, response.response.clientDataJSON, true))) return null
  const result = await verifyRegistrationResponse({
    response, expectedChallenge: challengeOf(response.response.clientDataJSON) ?? '', expectedOrigin: party().origin, expectedRPID: party().id,
    requireUserVerification: true,
  }).catch(() => null)
  if (!result?.verified) return null
  const { credential, credentialBackedUp } = result.registrationInfo
  return {
    credential: credential.id, publicKey: Buffer.from(credential.publicKey), counter: credential.counter,
    transports: (credential.transports ?? []).filter((text) => /^[a-z-]{1,20}$/.test(text)).slice(0, 8), backedUp: credentialBackedUp,
  }
}

/** 256 random bits, of which the database keeps the hash: the signed challenge is its own proof of having been asked. */
async function newChallenge(db: IdentityHandle, adding: boolean) {
  const bytes = randomBytes(32)
  await sql`select identity.start_passkey(${tokenHash(bytes.toString('base64url'))}, ${adding})`.execute(db)
  return new Uint8Array(bytes)
}

async function takeChallenge(db: IdentityHandle, clientData: string, adding: boolean): Promise<boolean> {
  const challenge = challengeOf(clientData)
  if (!challenge) return false
  const { rows } = await sql<{ ok: boolean }>`select identity.take_passkey_challenge(${tokenHash(challenge)}, ${adding}) as ok`.execute(db)
  return rows[0]?.ok === true
}

function challengeOf(clientData: string): string | null {
  const data = json(Buffer.from(clientData, 'base64url').toString('utf8')) as { challenge?: unknown } | null
  return typeof data?.challenge === 'string' && /^[\w-]{43}$/.test(data.challenge) ? data.challenge : null
}

/** Enough of a shape that nothing below can trip over; what it means is verified, not assumed. */
function parse<T extends { id: string; response: { clientDataJSON: string } }>(text: string): T | null {
  const value = json(text) as Partial<T> | null
  return typeof value?.id === 'string' && value.id.length <= 1400 && typeof value.response?.clientDataJSON === 'string' ? (value as T) : null
}

function json(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
