import type { Lang } from '@/lib/format/lang'

const en = {
  title: 'Set up an authenticator app',
  overTitle: 'This set-up is over',
  again: 'Begin again',
  over: 'It was finished, or it waited for more than half an hour. An entry you made in the app for it can be deleted there.',
  scan: 'Open an authenticator app on your phone and scan this.',
  qr: 'QR code for the authenticator app',
  byHand: 'On this phone, or without a camera: type this key into the app.',
  type: 'Type the six digits that the app now shows.',
  notYet: 'The app is not set up yet',
  code: 'Six-digit code',
  checking: 'Checking…',
  turnOn: 'Turn it on',
  done: 'The app is set up',
  doneAbout: 'Its code is asked for from the next sign-in on.',
  goOn: 'Go on',
}

const es: typeof en = {
  title: 'Preparar una aplicación de códigos',
  overTitle: 'Esta preparación ha terminado',
  again: 'Empezar otra vez',
  over: 'Se completó, o esperó más de media hora. Si hizo una entrada en la aplicación, puede borrarla allí.',
  scan: 'Abra una aplicación de códigos en su teléfono y escanee esto.',
  qr: 'Código QR para la aplicación de códigos',
  byHand: 'En este mismo teléfono, o sin cámara: escriba esta clave en la aplicación.',
  type: 'Escriba las seis cifras que ahora muestra la aplicación.',
  notYet: 'La aplicación aún no está preparada',
  code: 'Código de seis cifras',
  checking: 'Comprobando…',
  turnOn: 'Activarla',
  done: 'La aplicación está preparada',
  doneAbout: 'Su código se pedirá desde la próxima vez que entre.',
  goOn: 'Seguir',
}

export const appCopy: Record<Lang, typeof en> = { en, es }
