/** The digits of a telephone number, whatever stands between them; a leading country code of North America is dropped. */
export function phoneDigits(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  return digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits
}

/** A North American number as it is read aloud, "(423) 555-0110"; any other as it was typed. */
export function formatPhone(phone: string): string {
  const digits = phoneDigits(phone)
  if (digits.length !== 10 || /[a-z]/i.test(phone) || /^\+(?!1)/.test(phone.trim())) return phone
  return `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`
}

/** What a telephone link needs: `tel:` with digits and a leading plus. */
export function phoneHref(phone: string): string {
  return `tel:${phone.replace(/[^+\d]/g, '')}`
}
