import 'server-only'
import { isIP } from 'node:net'

/**
 * What counts as one place on the network: an IPv4 address, or the /64 that a household or office is given of IPv6 (a
 * single machine may use any of its 2^64 addresses, one per guess).
 */
export function networkOf(address: string): string {
  const plain = address.trim().replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (isIP(plain) === 4) return plain
  if (isIP(plain) !== 6) return 'unknown'
  const [head = '', tail = ''] = plain.toLowerCase().split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const before = groups(head)
  const after = plain.includes('::') ? groups(tail) : []
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  return [...before, ...zeros, ...after].slice(0, 4).map((group) => (parseInt(group, 16) || 0).toString(16)).join(':')
}
