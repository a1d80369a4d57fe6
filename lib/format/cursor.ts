const uuid = /^[0-9a-f-]{36}$/

/** A place in a list, as it stands in an address. Anything malformed means the beginning. */
export function readCursor(text: string | string[] | undefined): { takenOn: string; id: string } | undefined {
  if (typeof text !== 'string') return undefined
  const [takenOn = '', id = ''] = text.split('_')
  return /^\d{4}-\d{2}-\d{2}$/.test(takenOn) && uuid.test(id) ? { takenOn, id } : undefined
}

export function writeCursor({ takenOn, id }: { takenOn: string; id: string }): string {
  return `${takenOn}_${id}`
}

/** The same for a history. */
export function readMoment(text: string | string[] | undefined): { at: string; id: string } | undefined {
  if (typeof text !== 'string') return undefined
  const [at = '', id = ''] = text.split('_')
  return /^\d{4}-\d{2}-\d{2}T[\d:.]{8,15}Z$/.test(at) && !Number.isNaN(Date.parse(at)) && uuid.test(id) ? { at, id } : undefined
}

export function writeMoment({ at, id }: { at: string; id: string }): string {
  return `${encodeURIComponent(at)}_${id}`
}
