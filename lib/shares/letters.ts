import 'server-only'
import { env } from '@/lib/platform/env'
import type { Letter } from '@/lib/platform/letter'

export const linkTo = (token: string) => `${env().ENAMEL_ORIGIN}/s/${token}`

type Mail = { to: string; token: string; practice: string; language: 'en' | 'es'; from: string | null }

/**
 * Brings the link and not the code. It names the practice and whoever at the practice sends it; a patient who shares is not
 * named, for that somebody is a patient somewhere is health data already.
 */
export function shareLetter({ to, token, practice, language, from }: Mail): Letter {
  const who = from ? `${from}, ${practice},` : language === 'es' ? `Un paciente de ${practice}` : `A patient of ${practice}`
  return language === 'es'
    ? {
        kind: 'share', to, subject: `Documentos para usted de ${practice}`,
        text: `${who} comparte documentos con usted.\n\n1. Abra este enlace:\n${linkTo(token)}\n\n2. Escriba el código de seis cifras que le dirá quien los comparte. No está en este mensaje, para que nadie más pueda usarlo.\n\nSi no lo esperaba, no tiene que hacer nada.`,
      }
    : {
        kind: 'share', to, subject: `Papers for you from ${practice}`,
        text: `${who} shares papers with you.\n\n1. Open this link:\n${linkTo(token)}\n\n2. Type the six-digit code that you are told by whoever shares them. It is not in this message, so that nobody else can use it.\n\nIf you did not expect this, there is nothing you need to do.`,
      }
}

/** Asks another office for files; what is asked for stands on the page behind the code, not in the mail. */
export function requestLetter({ to, token, practice, language, from }: Mail): Letter {
  return language === 'es'
    ? {
        kind: 'share_request', to, subject: `${practice} le pide archivos`,
        text: `${from ?? practice}, ${practice}, le pide que envíe archivos por un enlace seguro.\n\n1. Abra este enlace en los próximos tres días:\n${linkTo(token)}\n\n2. Escriba el código de seis cifras que la consulta le dirá por teléfono. No está en este mensaje.\n\nSi no lo esperaba, llame a ${practice}.`,
      }
    : {
        kind: 'share_request', to, subject: `${practice} asks you for files`,
        text: `${from ?? practice}, ${practice}, asks you to send files by a safe link.\n\n1. Open this link within three days:\n${linkTo(token)}\n\n2. Type the six-digit code that the practice tells you by telephone. It is not in this message.\n\nIf you did not expect this, call ${practice}.`,
      }
}

/** To whoever asked: something has come. Of which patient is seen after signing in. */
export function arrivedLetter(to: string, language: string, practiceId: string, from: string, files: number): Letter {
  const where = `${env().ENAMEL_ORIGIN}/practice/${practiceId}/to-file`
  return language === 'es'
    ? { kind: 'share_arrived', to, subject: `${from} ha enviado lo que pidió`, text: `${from} ha enviado ${files === 1 ? 'un archivo' : `${files} archivos`}. Esperan a ser archivados: ${where}\n\nEste mensaje no contiene nada de ningún historial.` }
    : { kind: 'share_arrived', to, subject: `${from} has sent what you asked for`, text: `${from} has sent ${files === 1 ? 'one file' : `${files} files`}. They wait to be filed: ${where}\n\nThis message contains nothing of anybody’s record.` }
}
