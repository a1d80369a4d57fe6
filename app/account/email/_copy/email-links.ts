import type { Lang } from '@/lib/format/lang'

const en = {
  tab: 'E-mail address',
  deadTitle: 'This link does not work',
  dead: 'It may have been used, replaced by a newer one, or run out.',
  confirmTitle: 'Sign in with this address?',
  confirmLead: (email: string) => `From now on the account is signed in to as ${email}.`,
  confirm: 'Yes, use this address',
  confirming: 'Changing…',
  notConfirmed: 'The address was not changed',
  confirmed: 'Done. Sign in with this address from now on.',
  objectTitle: 'You did not ask for this?',
  objectLead: (email: string) => `The account keeps ${email}, and everybody who is signed in to it is signed out, you included. Then change your password.`,
  object: 'Stop the change',
  objecting: 'Stopping…',
  notStopped: 'The change was not stopped',
  stopped: 'Stopped. The account has its old address, and every session has ended.',
}

const es: typeof en = {
  tab: 'Dirección de correo',
  deadTitle: 'Este enlace no funciona',
  dead: 'Puede que ya se haya usado, que lo haya sustituido otro más nuevo o que haya caducado.',
  confirmTitle: '¿Entrar con esta dirección?',
  confirmLead: (email) => `Desde ahora se entra en la cuenta como ${email}.`,
  confirm: 'Sí, usar esta dirección',
  confirming: 'Cambiando…',
  notConfirmed: 'No se cambió la dirección',
  confirmed: 'Hecho. Desde ahora entre con esta dirección.',
  objectTitle: '¿No lo pidió usted?',
  objectLead: (email) => `La cuenta conserva ${email}, y se cierra la sesión de todos los que están dentro, también la suya. Después cambie la contraseña.`,
  object: 'Detener el cambio',
  objecting: 'Deteniendo…',
  notStopped: 'No se detuvo el cambio',
  stopped: 'Detenido. La cuenta tiene su dirección antigua y todas las sesiones han terminado.',
}

export const emailLinksCopy: Record<Lang, typeof en> = { en, es }
