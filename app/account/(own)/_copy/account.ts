import type { Lang } from '@/lib/format/lang'

const en = {
  account: 'Your account',
  whereTo: 'Where to',
  sessions: 'Sessions',
  factors: 'Signing in',
  password: 'Password',
  email: 'E-mail',
  phone: 'Phones',
  pin: 'PIN at work',
  demoAccount: 'A demo account',
}

const es: typeof en = {
  account: 'Su cuenta',
  whereTo: 'A dónde ir',
  sessions: 'Sesiones',
  factors: 'Cómo entra',
  password: 'Contraseña',
  email: 'Correo',
  phone: 'Teléfonos',
  pin: 'PIN en el trabajo',
  demoAccount: 'Una cuenta de la demostración',
}

export const accountCopy: Record<Lang, typeof en> = { en, es }
