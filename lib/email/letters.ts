import 'server-only'
import { env } from '@/lib/platform/env'
import type { Letter } from '@/lib/platform/letter'

const origin = () => env().ENAMEL_ORIGIN

/** To the new address: nothing changes until its link is used. */
export function confirmEmail(to: string, token: string, language: string): Letter {
  const link = `${origin()}/account/email/confirm/${token}`
  return language === 'es'
    ? { kind: 'email_confirm', to, subject: 'Confirme esta dirección', text: `Se ha pedido entrar en Enamel con esta dirección.\n\nConfírmela aquí en las próximas 24 horas:\n${link}\n\nSi no ha sido usted, no haga nada: sin confirmación no cambia nada.` }
    : { kind: 'email_confirm', to, subject: 'Confirm this address', text: `Somebody asked to sign in to Enamel with this address.\n\nConfirm it here within 24 hours:\n${link}\n\nIf it was not you, do nothing: without this nothing changes.` }
}

/** To a new address that has an account already: only its owner learns that. */
export function emailTaken(to: string, language: string): Letter {
  return language === 'es'
    ? { kind: 'email_taken', to, subject: 'Esta dirección ya tiene una cuenta', text: `Se ha pedido usar esta dirección para otra cuenta de Enamel. Ya hay una cuenta con ella, así que no ha cambiado nada.\n\nPara entrar: ${origin()}/sign-in` }
    : { kind: 'email_taken', to, subject: 'This address already has an account', text: `Somebody asked to use this address for another Enamel account. There is an account with it already, so nothing has changed.\n\nTo sign in: ${origin()}/sign-in` }
}

/** To the old address, when the change is asked for: with a way to stop it. */
export function emailAsked(to: string, token: string, language: string): Letter {
  const link = `${origin()}/account/email/object/${token}`
  return language === 'es'
    ? { kind: 'email_asked', to, subject: 'Va a cambiar la dirección de su cuenta', text: `En su cuenta de Enamel se ha pedido cambiar la dirección de correo.\n\nSi ha sido usted, no tiene que hacer nada.\n\nSi no ha sido usted, deténgalo aquí, en los próximos siete días. Se cerrarán todas las sesiones:\n${link}` }
    : { kind: 'email_asked', to, subject: 'The address of your account is about to change', text: `Somebody signed in to your Enamel account asked to change its e-mail address.\n\nIf it was you, there is nothing to do.\n\nIf it was not you, stop it here, within seven days. Every session will be signed out:\n${link}` }
}

/** To both addresses, when it has happened. */
export function emailChanged(to: string, language: string): Letter {
  return language === 'es'
    ? { kind: 'email_changed', to, subject: 'La dirección de su cuenta ha cambiado', text: `La dirección de correo de su cuenta de Enamel ha cambiado.\n\nSi no ha sido usted, use el enlace del mensaje anterior para deshacerlo y llame a su consulta.` }
    : { kind: 'email_changed', to, subject: 'The address of your account has changed', text: `The e-mail address of your Enamel account has changed.\n\nIf it was not you, use the link in the message before this one to undo it, and call your practice.` }
}

/** To both addresses, when the old one has objected. */
export function emailUndone(to: string, language: string): Letter {
  return language === 'es'
    ? { kind: 'email_undone', to, subject: 'El cambio de dirección se ha deshecho', text: `Desde la dirección anterior se ha detenido el cambio. La cuenta conserva su dirección de siempre y todas las sesiones se han cerrado.\n\nCambie su contraseña si cree que alguien la conoce: ${origin()}/recover` }
    : { kind: 'email_undone', to, subject: 'The change of address was undone', text: `The previous address stopped the change. The account keeps the address it had, and every session was signed out.\n\nChange your password if you think that somebody knows it: ${origin()}/recover` }
}
