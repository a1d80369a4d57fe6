import type { Lang } from '@/lib/format/lang'

const en = {
  fullTitle: 'A PIN is not enough for this',
  full: '{link}; then you can {then}.',
  fullLink: 'Sign in with password and code, or with a passkey',
  title: 'Confirm first that it is you',
  text: '{link}; for ten minutes you can then {then}.',
  link: 'Confirm now',
  changeSignIn: 'change how you sign in',
}

const es: typeof en = {
  fullTitle: 'Para esto no basta un PIN',
  full: '{link}; después podrá {then}.',
  fullLink: 'Entre con contraseña y código, o con una llave de acceso',
  title: 'Confirme primero que es usted',
  text: '{link}; después podrá {then} durante diez minutos.',
  link: 'Confirmar ahora',
  changeSignIn: 'cambiar su forma de entrar',
}

export const confirmFirstCopy: Record<Lang, typeof en> = { en, es }
