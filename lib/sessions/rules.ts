const shown: Record<string, string> = {
  password: 'password',
  totp: 'code from an app',
  recovery_code: 'recovery code',
  passkey: 'passkey',
  workstation_pin: 'PIN at a workstation',
  phone_pin: 'PIN of this phone',
  recovery: 'a new password after recovery',
}

/** How a session was opened, in words: "password and code from an app". */
export function methodWords(method: string): string {
  if (shown[method]) return shown[method]
  const first = Object.keys(shown).find((name) => method.startsWith(`${name}_`) && shown[method.slice(name.length + 1)])
  return first ? `${shown[first]} and ${shown[method.slice(first.length + 1)]}` : 'another way'
}
