import type { Lang } from '@/lib/format/lang'

const en = {
  tab: 'Second factor',
  title: 'One more step',
  app: 'Type the code that your authenticator app shows for Enamel.',
  passkeyLead: 'Show the passkey of your account.',
  code: 'Six-digit code',
  goOn: 'Go on',
  checking: 'Checking…',
  refused: 'The code was not accepted',
  passkey: 'Use a passkey',
  neither: 'I have neither at hand: use a recovery code',
  recovery: 'Recovery code',
  recoveryHint: 'Ten letters and digits, from the list you wrote down. Each works once.',
  useCode: 'Use this code',
  foot: 'Lost everything? {recover}. Not you? {again}.',
  backIn: 'Get back in',
  again: 'Begin again',
}

const es: typeof en = {
  tab: 'Segundo factor',
  title: 'Un paso más',
  app: 'Escriba el código que su aplicación de códigos muestra para Enamel.',
  passkeyLead: 'Muestre la llave de acceso de su cuenta.',
  code: 'Código de seis cifras',
  goOn: 'Seguir',
  checking: 'Comprobando…',
  refused: 'No se aceptó el código',
  passkey: 'Usar una llave de acceso',
  neither: 'No tengo a mano ninguna de las dos: usar un código de recuperación',
  recovery: 'Código de recuperación',
  recoveryHint: 'Diez letras y cifras, de la lista que anotó. Cada uno vale una vez.',
  useCode: 'Usar este código',
  foot: '¿Lo ha perdido todo? {recover}. ¿No es usted? {again}.',
  backIn: 'Recuperar la entrada',
  again: 'Empezar otra vez',
}

export const secondFactorCopy: Record<Lang, typeof en> = { en, es }
