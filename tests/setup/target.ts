import { readFileSync } from 'node:fs'

/** A running production installation, as tests reach it. */
export type Target = {
  /** https://localhost:port, behind the TLS terminator. */
  origin: string
  /** The certificate of the authority that vouches for it (PEM). */
  ca: string
  /** Its public key's SHA-256, for Chromium. */
  spki: string
  /** The server itself, without TLS, where only the proxy should come: for attacks that go round it. */
  behind: string
  ownerUrl: string
  runtimeUrl: string
  superuserUrl: string
  storeDir: string
  /** Where received mail lies; read it with `mailTo` of ./mailbox. */
  mailDir: string
  /** The server's process, once it runs: for what it holds while it is attacked. */
  serverPid?: number
  /** The server's stdout and stderr. */
  serverLog: string
}

/** The installation under test. @throws if the run was not started by `npm test` */
export function target(): Target {
  const file = process.env.ENAMEL_TARGET
  if (!file) throw new Error('there is no installation to test: run npm run test:e2e or npm run test:attack')
  return JSON.parse(readFileSync(file, 'utf8')) as Target
}
