import 'server-only'
import { env } from '@/lib/platform/env'
import type { Letter } from '@/lib/platform/letter'

const link = (token: string) => `${env().ENAMEL_ORIGIN}/recover/${token}`

/** To a patient who asked. The letter alone opens nothing. */
export function recoveryLink(to: string, token: string, language: string): Letter {
  return language === 'es'
    ? { kind: 'recovery', to, subject: 'Volver a entrar en Enamel', text: `Se ha pedido volver a entrar en su cuenta.\n\n1. Llame a su consulta o pase por ella. Comprobarán quién es usted y le dirán un código de seis cifras.\n\n2. Abra este enlace en las próximas 24 horas y escriba el código:\n${link(token)}\n\nSi no ha sido usted, no tiene que hacer nada: sin el código el enlace no sirve.` }
    : { kind: 'recovery', to, subject: 'Getting back into Enamel', text: `Somebody asked to get back into your account.\n\n1. Call your practice or stop by. They make sure that it is you and tell you a six-digit code.\n\n2. Open this link within 24 hours and type the code:\n${link(token)}\n\nIf it was not you, there is nothing to do: without the code the link opens nothing.` }
}

/** To a member of staff who asked: whom to turn to. */
export function askYourOwner(to: string, language: string): Letter {
  return language === 'es'
    ? { kind: 'recovery_staff', to, subject: 'Volver a entrar en Enamel', text: `Se ha pedido volver a entrar en su cuenta.\n\nComo trabaja en una consulta, un mensaje no basta. Pida a un propietario y a una segunda persona de su consulta (otro propietario o responsable de privacidad) que lo aprueben en Personal. Después recibirá un enlace aquí.\n\nSi no ha sido usted, avise a su consulta.` }
    : { kind: 'recovery_staff', to, subject: 'Getting back into Enamel', text: `Somebody asked to get back into your account.\n\nBecause you work at a practice, a letter is not enough. Ask an owner and a second person of your practice (another owner or the privacy officer) to approve it under Members. You will then receive a link here.\n\nIf it was not you, tell your practice.` }
}

/** To a member of staff whom two persons have approved. */
export function approvedLink(to: string, token: string, language: string): Letter {
  return language === 'es'
    ? { kind: 'recovery_approved', to, subject: 'Ya puede volver a entrar en Enamel', text: `Dos personas de su consulta han aprobado que vuelva a entrar.\n\nElija aquí una contraseña nueva en las próximas 24 horas; después añadirá un segundo factor:\n${link(token)}\n\nSi no lo ha pedido usted, avise a su consulta ahora mismo.` }
    : { kind: 'recovery_approved', to, subject: 'You can get back into Enamel', text: `Two persons of your practice have approved that you get back in.\n\nChoose a new password here within 24 hours; a second factor comes after it:\n${link(token)}\n\nIf you did not ask for this, tell your practice at once.` }
}

/** To everybody whose account was recovered. */
export function recovered(to: string, language: string): Letter {
  return language === 'es'
    ? { kind: 'recovered', to, subject: 'Su cuenta tiene una contraseña nueva', text: `Su cuenta de Enamel tiene una contraseña nueva. Todas las sesiones, teléfonos y segundos factores anteriores han terminado.\n\nSi no ha sido usted, llame a su consulta ahora mismo.` }
    : { kind: 'recovered', to, subject: 'Your account has a new password', text: `Your Enamel account has a new password. Every session, phone and second factor from before has ended.\n\nIf it was not you, call your practice at once.` }
}
