import 'server-only'
import { formatLastDay } from '@/lib/format/dates'
import type { Letter } from '@/lib/platform/letter'

/** Says once, a month before, that an access ends. It names the practice and nobody's record. */
export function accessEnding(to: string, language: string, practice: { name: string; timeZone: string }, expiresAt: Date): Letter {
  const lang = language === 'es' ? 'es' : 'en'
  const day = formatLastDay(expiresAt, practice.timeZone, lang)
  return lang === 'es'
    ? {
        kind: 'access_ending', to, subject: `Su acceso en ${practice.name} termina el ${day}`,
        text: `Un acceso al portal de ${practice.name} que usted tiene en nombre de otra persona termina el ${day}.\n\nSi ya no lo necesita, no tiene que hacer nada. Si lo sigue necesitando, hable con ${practice.name}.\n\nEste mensaje no contiene nada de ningún historial.`,
      }
    : {
        kind: 'access_ending', to, subject: `Your access at ${practice.name} ends on ${day}`,
        text: `An access to the portal of ${practice.name} that you have for somebody else ends on ${day}.\n\nIf you no longer need it, there is nothing you need to do. If you still do, please talk to ${practice.name}.\n\nThis message contains nothing of anybody’s record.`,
      }
}
