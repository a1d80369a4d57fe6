import type { Lang } from '@/lib/format/lang'

const en = {
  /** The day in words; what the practice wrote about it follows in its own. */
  corrected: (day: string) => `Corrected on ${day}.`,
  words: 'The practice writes:',
  damaged: 'This document cannot be opened at the moment',
  damagedWhy: 'Something happened to the stored file. Nobody else has seen it because of this. The practice has been told and is putting it right.',
  damagedNext: (practice: string) => `If you need it today, call ${practice}.`,
}

const es: typeof en = {
  corrected: (day) => `Corregido el ${day}.`,
  words: 'La consulta escribe:',
  damaged: 'Este documento no se puede abrir en este momento',
  damagedWhy: 'Algo le ocurrió al archivo guardado. Nadie más lo ha visto por ello. La consulta está avisada y lo está arreglando.',
  damagedNext: (practice) => `Si lo necesita hoy, llame a ${practice}.`,
}

export const keptCopy: Record<Lang, typeof en> = { en, es }
