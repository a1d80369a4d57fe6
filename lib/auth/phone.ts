import 'server-only'
import { readHeader } from '@/lib/auth/jar'

/** What its owner would call this device, from the little that a browser says of itself. It names, and decides nothing. */
export async function deviceName(): Promise<string> {
  return nameOfDevice((await readHeader('user-agent')) ?? '')
}

/** "iPhone", "Android phone", "Windows computer" … */
export function nameOfDevice(userAgent: string): string {
  if (/iPhone/.test(userAgent)) return 'iPhone'
  if (/iPad/.test(userAgent)) return 'iPad'
  if (/Android/.test(userAgent)) return /Mobile/.test(userAgent) ? 'Android phone' : 'Android tablet'
  if (/Windows/.test(userAgent)) return 'Windows computer'
  if (/Mac OS X/.test(userAgent)) return 'Mac'
  if (/Linux/.test(userAgent)) return 'Linux computer'
  return 'A device'
}
