/** How full a practice's storage is, and whether its owner must be told. */
export function fullness(used: number, limit: number): { percent: number; level: 'room' | 'filling' | 'nearly_full' | 'full' } {
  const percent = Math.floor((used / limit) * 100)
  return { percent, level: used >= limit ? 'full' : percent >= 95 ? 'nearly_full' : percent >= 80 ? 'filling' : 'room' }
}

/** What a check found, for whoever must act on it. */
export function faultWords(failure: string): string {
  if (failure === 'missing') return 'The file is not in the store.'
  if (failure === 'key') return 'Its key does not open.'
  return 'The file is not what came in.'
}
