import 'server-only'
import { env } from '@/lib/platform/env'
import type { Letter } from '@/lib/platform/letter'

/** `hasAccount`: the address is that of an account, and not only the chart's. */
export type Reader = { email: string; language: string; hasAccount: boolean }

/** Says that something is there, never what nor of whom: a letter may be read by whoever holds the phone. */
export function releaseNotice({ email, language, hasAccount }: Reader, practice: string): Letter {
  const where = `${env().ENAMEL_ORIGIN}/hats`
  return language === 'es'
    ? {
        kind: 'document_released', to: email, subject: `Hay algo nuevo para usted en ${practice}`,
        text: `${practice} ha puesto un documento a su disposición.\n\nPara verlo, entre en su portal: ${where}\n\n${hasAccount ? '' : `Si aún no tiene una cuenta, pida una invitación a ${practice}.\n\n`}Este mensaje no contiene nada de su historial.`,
      }
    : {
        kind: 'document_released', to: email, subject: `Something new for you at ${practice}`,
        text: `${practice} has made a document available to you.\n\nSign in to your portal to see it: ${where}\n\n${hasAccount ? '' : `If you have no account yet, ask ${practice} to invite you.\n\n`}This message contains nothing of your record.`,
      }
}

/** Says that something they may see has been corrected, and as little else. */
export function correctionNotice({ email, language, hasAccount }: Reader, practice: string): Letter {
  const where = `${env().ENAMEL_ORIGIN}/hats`
  return language === 'es'
    ? {
        kind: 'document_corrected', to: email, subject: `Se ha corregido un documento suyo en ${practice}`,
        text: `${practice} ha sustituido por una versión corregida un documento que usted puede ver.\n\nPara verla, entre en su portal: ${where}\n\n${hasAccount ? '' : `Si aún no tiene una cuenta, pida una invitación a ${practice}.\n\n`}Este mensaje no contiene nada de su historial.`,
      }
    : {
        kind: 'document_corrected', to: email, subject: `A document of yours was corrected at ${practice}`,
        text: `${practice} has replaced a document that you can see with a corrected one.\n\nSign in to your portal to see it: ${where}\n\n${hasAccount ? '' : `If you have no account yet, ask ${practice} to invite you.\n\n`}This message contains nothing of your record.`,
      }
}
