import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/**
 * A passkey made of software, as a browser and its authenticator would answer (WebAuthn level 3, ES256, attestation
 * "none"). What it signs can be bent, to show what a server must refuse.
 */
export type Bend = { origin?: string; rpId?: string; verified?: boolean; counter?: number; challenge?: string; key?: ReturnType<typeof generateKeyPairSync>['privateKey'] }

export function softAuthenticator(origin: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  let counter = 0
  const clientData = (type: string, challenge: string, bend: Bend) =>
    Buffer.from(JSON.stringify({ type, challenge: bend.challenge ?? challenge, origin: bend.origin ?? origin, crossOrigin: false }))
  const authData = (flags: number, bend: Bend, attested = Buffer.alloc(0)) => Buffer.concat([
    createHash('sha256').update(bend.rpId ?? new URL(origin).hostname).digest(),
    Buffer.from([bend.verified === false ? flags & ~0x04 : flags]), uint32(bend.counter ?? ++counter), attested,
  ])

  return {
    id: id.toString('base64url'),
    /** The answer to `navigator.credentials.create`. */
    create(options: { challenge: string }, bend: Bend = {}): string {
      const { x, y } = publicKey.export({ format: 'jwk' })
      // COSE_Key: kty EC2, alg ES256, crv P-256, x, y.
      const cose = Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), Buffer.from(x ?? '', 'base64url'), Buffer.from('225820', 'hex'), Buffer.from(y ?? '', 'base64url')])
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose])
      const data = authData(0x45, bend, attested)
      const attestation = Buffer.concat([Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'), Buffer.from([data.length]), data])
      return answer(id, { clientDataJSON: clientData('webauthn.create', options.challenge, bend).toString('base64url'), attestationObject: attestation.toString('base64url'), transports: ['internal'] })
    },
    /** The answer to `navigator.credentials.get`. */
    get(options: { challenge: string }, bend: Bend = {}): string {
      const client = clientData('webauthn.get', options.challenge, bend)
      const data = authData(0x05, bend)
      const signature = sign('sha256', Buffer.concat([data, createHash('sha256').update(client).digest()]), bend.key ?? privateKey)
      return answer(id, { clientDataJSON: client.toString('base64url'), authenticatorData: data.toString('base64url'), signature: signature.toString('base64url') })
    },
  }
}

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

const answer = (id: Buffer, response: object) =>
  JSON.stringify({ id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key', clientExtensionResults: {}, authenticatorAttachment: 'platform', response })
