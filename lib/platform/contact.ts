import 'server-only'
import { env } from './env'

/** Where people write who found something wrong: an address the operator answers, or nothing if none is set. */
export function contactAddress(): string | undefined {
  return env().ENAMEL_CONTACT
}
