import 'reflect-metadata'
import { createHash, webcrypto } from 'node:crypto'
import {
  BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension,
  SubjectAlternativeNameExtension, X509CertificateGenerator, cryptoProvider,
} from '@peculiar/x509'

export type Authority = {
  /** The test authority's certificate, for clients that take one. */
  ca: string
  cert: string
  key: string
  /** SHA-256 of the server's public key, base64: what Chromium is told to trust, and nothing else. */
  spki: string
}

/** A certificate authority that lives for a day, and a certificate of its for `localhost`. */
export async function makeAuthority(): Promise<Authority> {
  cryptoProvider.set(webcrypto as Crypto)
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const pair = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<CryptoKeyPair>
  const [caKeys, keys] = await Promise.all([pair(), pair()])
  const dates = { notBefore: new Date(Date.now() - 3600_000), notAfter: new Date(Date.now() + 24 * 3600_000) }
  const ca = await X509CertificateGenerator.createSelfSigned({
    ...dates, serialNumber: '01', name: 'CN=Enamel test authority', keys: caKeys, signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)],
  })
  const server = await X509CertificateGenerator.create({
    ...dates, serialNumber: '02', subject: 'CN=localhost', issuer: ca.subject, signingKey: caKeys.privateKey, publicKey: keys.publicKey, signingAlgorithm: algorithm,
    extensions: [
      new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }, { type: 'ip', value: '127.0.0.1' }]),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    ],
  })
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const spki = createHash('sha256').update(Buffer.from(await webcrypto.subtle.exportKey('spki', keys.publicKey))).digest('base64')
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`
  return { ca: ca.toString('pem'), cert: server.toString('pem'), key, spki }
}
