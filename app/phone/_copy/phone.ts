import type { Lang } from '@/lib/format/lang'

const en = {
  tab: 'Open on this phone',
  hello: 'Hello',
  helloName: (name: string) => `Hello, ${name}`,
  triesLeft: { one: 'One try is left.', other: '# tries are left.' },
  digits: 'Your six digits',
  open: 'Open',
  opening: 'Opening…',
  refused: 'The digits were not checked',
  wrong: 'These are not your digits.',
  gone: 'This phone no longer opens your portal. {link} with e-mail or a passkey, or ask your practice to invite you again.',
  signIn: 'Sign in',
  notName: 'Not {name}, or forgotten? {link}',
  notYou: 'Not you, or forgotten? {link}',
  otherWay: 'Sign in another way',
}

const es: typeof en = {
  tab: 'Abrir en este teléfono',
  hello: 'Hola',
  helloName: (name) => `Hola, ${name}`,
  triesLeft: { one: 'Queda un intento.', other: 'Quedan # intentos.' },
  digits: 'Sus seis cifras',
  open: 'Abrir',
  opening: 'Abriendo…',
  refused: 'No se comprobaron las cifras',
  wrong: 'Estas no son sus cifras.',
  gone: 'Este teléfono ya no abre su portal. {link} con su correo o una llave de acceso, o pida a su consulta que le invite otra vez.',
  signIn: 'Entre',
  notName: '¿No es {name}, o no las recuerda? {link}',
  notYou: '¿No es usted, o no las recuerda? {link}',
  otherWay: 'Entrar de otra manera',
}

export const phoneCopy: Record<Lang, typeof en> = { en, es }
