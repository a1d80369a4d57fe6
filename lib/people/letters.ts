import 'server-only'
import { env } from '@/lib/platform/env'
import type { Letter } from '@/lib/platform/letter'

/** Invites somebody whom a patient chose. It names the practice and no patient; the code is told by the patient. */
export function helperInvitation(to: string, token: string, practice: string, language: string): Letter {
  const link = `${env().ENAMEL_ORIGIN}/join/${token}`
  return language === 'es'
    ? {
        kind: 'helper_invitation', to, subject: `Alguien le pide ayuda en el portal de ${practice}`,
        text: `Una persona que se atiende en ${practice} le da acceso a su portal.\n\n1. Abra este enlace en los próximos siete días:\n${link}\n\n2. Escriba el código de seis cifras que esa persona le dirá. No está en este mensaje, para que nadie más pueda usarlo.\n\nSi no sabe quién puede ser, no tiene que hacer nada.`,
      }
    : {
        kind: 'helper_invitation', to, subject: `Somebody asks for your help at the portal of ${practice}`,
        text: `A person who is treated at ${practice} gives you access to their portal.\n\n1. Open this link within seven days:\n${link}\n\n2. Type the six-digit code that this person tells you. It is not in this message, so that nobody else can use it.\n\nIf you do not know who that could be, there is nothing you need to do.`,
      }
}
