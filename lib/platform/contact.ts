import 'server-only'

/** Where people write who found something wrong: an address the operator answers, or nothing if none is set. */
export function contactAddress(): string | undefined {
  const address = process.env['ENAMEL_CONTACT']?.trim()
  return address && /^[^\s@<>?&]+@[^\s@<>?&]+$/.test(address) ? address : undefined
}
