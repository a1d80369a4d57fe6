import 'server-only'

/** The form in which addresses are compared: one account per mailbox, however it was typed. */
export function emailKey(email: string): string {
  return email.trim().normalize('NFC').toLowerCase()
}
