import 'server-only'
import { env } from '@/lib/platform/env'
import type { Letter } from '@/lib/platform/letter'

/** Says that something is there, never what: a letter may be read by whoever holds the phone. */
export function releaseNotice(to: string, practice: string, language: string): Letter {
  const where = `${env().ENAMEL_ORIGIN}/hats`
  return language === 'es'
    ? {
        kind: 'document_released', to, subject: `Hay algo nuevo para usted en ${practice}`,
        text: `${practice} ha puesto un documento a su disposición.\n\nPara verlo, entre en su portal: ${where}\n\nEste mensaje no contiene nada de su historial.`,
      }
    : {
        kind: 'document_released', to, subject: `Something new for you at ${practice}`,
        text: `${practice} has made a document available to you.\n\nSign in to your portal to see it: ${where}\n\nThis message contains nothing of your record.`,
      }
}
