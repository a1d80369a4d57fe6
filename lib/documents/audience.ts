import 'server-only'
import { env } from '@/lib/platform/env'

/** The host that signed links are for: from configuration, never from a Host header. */
export function audience(): string {
  return new URL(env().ENAMEL_ORIGIN).host
}
