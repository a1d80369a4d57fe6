import type { Lang } from '@/lib/format/lang'

const en = {
  you: 'You',
  of: (kind: string, day: string) => `${kind} of ${day}`,
  ofTooth: (kind: string, day: string, tooth: string) => `${kind} of ${day}, tooth ${tooth}`,
  theirWords: 'In the practice’s words',
}

const es: typeof en = {
  you: 'Usted',
  of: (kind, day) => `${kind} del ${day}`,
  ofTooth: (kind, day, tooth) => `${kind} del ${day}, diente ${tooth}`,
  theirWords: 'En palabras de la consulta',
}

/** What the rows of documents and of looks say. */
export const rowsCopy: Record<Lang, typeof en> = { en, es }
