import 'server-only'
import { env } from './env'
import { installForwarded } from './forwarded'
import { faultOf, log } from './log'

/**
 * What must stand before the first request: a whole environment, no owner's connection in reach, true client
 * addresses, and a console that quotes nobody.
 */
export async function prepareServer(): Promise<void> {
  // Migrations are another process's business; a flaw here must not find the owner's password.
  delete process.env.DATABASE_OWNER_URL
  const { mode, TRUSTED_PROXY } = env()
  installForwarded(TRUSTED_PROXY)
  if (mode === 'production') withholdMessages()
}

/** Libraries and the framework print caught errors whole; a database's message quotes the row it failed on. */
function withholdMessages(): void {
  const complain = (level: 'warn' | 'error') =>
    (...args: unknown[]) => {
      const error = args.find((arg) => arg instanceof Error)
      log[level]({ event: 'console.complaint', ...(error ? faultOf(error) : {}) })
    }
  console.error = complain('error')
  console.warn = complain('warn')
}
