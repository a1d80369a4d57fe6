type Names = { givenName: string; familyName: string; preferredName?: string | null | undefined }

/** As a person is addressed and as records are titled: "Maria García". */
export function fullName({ givenName, familyName }: Names): string {
  return `${givenName} ${familyName}`.trim()
}

/** As lists sort: "García, Maria (Mía)". */
export function listName({ givenName, familyName, preferredName }: Names): string {
  const called = preferredName && preferredName !== givenName ? ` (${preferredName})` : ''
  return `${familyName}, ${givenName}${called}`
}

/** "Anna", "Anna and Ben", "Anna, Ben and Cleo". */
export function inWords(items: readonly string[], and = 'and'): string {
  if (items.length <= 1) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} ${and} ${items.at(-1)}`
}

/** "1 document", "2 documents". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
