import type { Lang } from '@/lib/format/lang'

const en = {
  title: 'Sign in',
  otherWay: 'Sign in another way',
  notName: (name: string) => `Not ${name}, or forgotten? Sign in another way`,
  passkey: 'Sign in with a passkey',
  foot: 'Forgotten, lost or changed? {link}. New here? Your practice invites you, on paper or by letter.',
  backIn: 'Get back in',
  email: 'E-mail address',
  password: 'Password',
  refused: 'You are not signed in',
  pending: 'Signing in…',
  people: 'The people of this demo',
  peopleText: 'All of them are invented. One tap types their address and password for you, and for staff the code of the moment from {link}; both are checked like anyone’s.',
  authenticator: 'the demo’s authenticator',
  credentials: 'Address and password',
  emailShort: 'E-mail',
  workPin: 'Workstation PIN',
  enter: 'Enter',
  enterAs: (name: string) => `Enter as ${name}`,
  entering: 'Entering…',
}

const es: typeof en = {
  title: 'Entrar',
  otherWay: 'Entrar de otra manera',
  notName: (name) => `¿No es ${name}, o no las recuerda? Entre de otra manera`,
  passkey: 'Entrar con una llave de acceso',
  foot: '¿Olvidada, perdida o cambiada? {link}. ¿Es su primera vez? Su consulta le invita, en papel o por correo.',
  backIn: 'Recuperar la entrada',
  email: 'Correo electrónico',
  password: 'Contraseña',
  refused: 'No ha entrado',
  pending: 'Entrando…',
  people: 'La gente de esta demostración',
  peopleText: 'Todas son personas inventadas. Un toque escribe por usted su dirección y su contraseña, y para el personal el código del momento de {link}; ambas cosas se comprueban como las de cualquiera.',
  authenticator: 'la aplicación de códigos de la demostración',
  credentials: 'Dirección y contraseña',
  emailShort: 'Correo',
  workPin: 'PIN del equipo',
  enter: 'Entrar',
  enterAs: (name) => `Entrar como ${name}`,
  entering: 'Entrando…',
}

export const signInCopy: Record<Lang, typeof en> = { en, es }
