import type { ShareState } from '@/lib/shares/schema'

type Row = { expiresAt: Date; untilAt: Date | null; endedWhy: string | null; uses: number; maxUses: number; lastUse?: Date | null }

/** What has become of a share. One whose code was used as often as it may still holds for whoever is reading. */
export function shareState(row: Row, now: Date): ShareState {
  if (row.untilAt) return row.endedWhy === 'finished' ? 'finished' : row.endedWhy === 'tries' ? 'locked' : 'ended'
  if (row.expiresAt <= now) return 'over'
  return row.uses >= row.maxUses ? 'used' : 'live'
}

/** Whether it can still be ended, which is whether anybody may still be reading. */
export const holds = (state: ShareState) => state === 'live' || state === 'used'

/** The pages of a paper that a guest can be shown: its pictures, or the file itself where that is a picture. */
export function pagesOf(contentType: string | null, variants: readonly string[]): number[] {
  const pages = variants.flatMap((variant) => /^page-([1-9]\d{0,3})-1600$/.exec(variant)?.[1] ?? []).map(Number).toSorted((a, b) => a - b)
  return pages.length > 0 ? pages : contentType === 'image/jpeg' || contentType === 'image/png' ? [1] : []
}

/** What stands across each page, and below it. */
export function markWords(guest: { name: string; language: 'en' | 'es' }, by: string, day: string): { across: string; below: string } {
  return guest.language === 'es'
    ? { across: `Para ${guest.name}`, below: `Para ${guest.name}, ${day}, compartido por ${by}` }
    : { across: `For ${guest.name}`, below: `For ${guest.name}, ${day}, shared by ${by}` }
}

/** "Alder Dental", or who shared it there: "Anna Stone, Alder Dental". */
export function sharer({ as, name }: { as: 'staff' | 'patient'; name: string }, practice: string): string {
  return as === 'patient' ? `${name}, ${practice}` : practice
}
