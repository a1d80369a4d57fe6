import 'server-only'
import { env } from '@/lib/platform/env'
import type { Letter } from '@/lib/platform/letter'

const changes = {
  totp_added: { en: 'An authenticator app was added', es: 'Se ha añadido una aplicación de códigos' },
  totp_removed: { en: 'The authenticator app was removed', es: 'Se ha quitado la aplicación de códigos' },
  passkey_added: { en: 'A passkey was added', es: 'Se ha añadido una llave de acceso' },
  passkey_removed: { en: 'A passkey was removed', es: 'Se ha quitado una llave de acceso' },
  codes_made: { en: 'New recovery codes were made', es: 'Se han creado códigos de recuperación nuevos' },
  password_changed: { en: 'The password was changed, and every other session and phone has ended', es: 'Se ha cambiado la contraseña y han terminado las demás sesiones y los demás teléfonos' },
  phone_added: { en: 'A phone that signs in with six digits was added', es: 'Se ha añadido un teléfono que entra con seis cifras' },
  phone_renewed: { en: 'The six digits of a phone were changed', es: 'Se han cambiado las seis cifras de un teléfono' },
  pin_chosen: { en: 'A PIN for your practice’s computers was chosen', es: 'Se ha elegido un PIN para los ordenadores de su consulta' },
} as const
/** Where it is seen and undone, if not among the factors. */
const places: Partial<Record<keyof typeof changes, string>> = { phone_added: '/account/phone', phone_renewed: '/account/phone', pin_chosen: '/account/pin' }

/** How somebody signs in has changed. Whoever did not do it learns of it here. */
export function factorChanged(to: string, change: keyof typeof changes, language: string): Letter {
  const where = `${env().ENAMEL_ORIGIN}${places[change] ?? '/account/factors'}`
  return language === 'es'
    ? { kind: 'factor_changed', to, subject: 'Ha cambiado cómo entra en Enamel', text: `${changes[change].es} en su cuenta de Enamel.\n\nPuede verlo aquí:\n${where}\n\nSi no ha sido usted, cambie su contraseña ahora mismo, cierre las demás sesiones y avise a su consulta.` }
    : { kind: 'factor_changed', to, subject: 'How you sign in to Enamel has changed', text: `${changes[change].en} on your Enamel account.\n\nYou can see it here:\n${where}\n\nIf it was not you, change your password at once, end your other sessions and tell your practice.` }
}

export type Change = keyof typeof changes
