/** Joins class names, leaving out whatever is false, null or empty. */
export function cn(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ')
}
