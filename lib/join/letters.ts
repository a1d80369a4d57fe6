import 'server-only'
import { env } from '@/lib/platform/env'
import type { Letter } from '@/lib/platform/letter'

/** To the account that was the patient's until a newer invitation was accepted. */
export function accessReplaced(to: string, practice: string, language: string): Letter {
  const help = `${env().ENAMEL_ORIGIN}/help`
  return language === 'es'
    ? {
        kind: 'access_replaced', to, subject: `Su acceso al portal de ${practice} ha cambiado`,
        text: `Se ha aceptado una invitación nueva de ${practice}. Desde ahora se entra en su portal con la cuenta o el teléfono nuevos; esta cuenta ya no lo abre.\n\nSi no ha sido usted, llame a ${practice} ahora mismo. Así se avisa de un problema: ${help}`,
      }
    : {
        kind: 'access_replaced', to, subject: `Your access to the portal of ${practice} has changed`,
        text: `A new invitation of ${practice} was accepted. From now on your portal is opened with the new account or phone; this account no longer opens it.\n\nIf it was not you, call ${practice} at once. How to report a problem: ${help}`,
      }
}
