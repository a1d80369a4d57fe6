import 'server-only'

/** How many bodies each reader has open. A browser opens a few; thousands of slow ones would take everybody's share. */
export type PerReader = {
  hasRoom(reader: string): boolean
  /** Takes a place; the answer gives it back, once. */
  enter(reader: string): () => void
}

/** @param most bodies open at one time, of one reader */
export function perReader(most: number): PerReader {
  const open = new Map<string, number>()
  return {
    hasRoom: (reader) => (open.get(reader) ?? 0) < most,
    enter(reader) {
      open.set(reader, (open.get(reader) ?? 0) + 1)
      let inside = true
      return () => {
        if (!inside) return
        inside = false
        const left = (open.get(reader) ?? 1) - 1
        if (left > 0) open.set(reader, left)
        else open.delete(reader)
      }
    },
  }
}
