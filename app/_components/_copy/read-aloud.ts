import type { Lang } from '@/lib/format/lang'

const en = {
  region: 'Reading aloud',
  read: 'Read to me',
  pause: 'Pause',
  goOn: 'Go on',
  stop: 'Stop',
  place: (part: number, of: number) => `Part ${part} of ${of}`,
  paused: (part: number, of: number) => `Paused at part ${part} of ${of}`,
  unable: 'This browser cannot read to you.',
  noVoice: 'This device has no voice that could read to you.',
  network: 'For this page there is only a voice that works over the network: the words of the page would leave this device. To keep them here, add a voice in the device’s settings.',
  anyway: 'Read with that voice all the same',
  broke: 'The voice stopped. You can go on from the same place.',
}

const es: typeof en = {
  region: 'Lectura en voz alta',
  read: 'Léamelo',
  pause: 'Pausa',
  goOn: 'Seguir',
  stop: 'Parar',
  place: (part, of) => `Parte ${part} de ${of}`,
  paused: (part, of) => `En pausa, parte ${part} de ${of}`,
  unable: 'Este navegador no puede leerle en voz alta.',
  noVoice: 'Este dispositivo no tiene ninguna voz que pueda leerle.',
  network: 'Para esta página solo hay una voz que funciona por la red: las palabras de la página saldrían de este dispositivo. Para que se queden aquí, añada una voz en los ajustes del dispositivo.',
  anyway: 'Leer con esa voz de todos modos',
  broke: 'La voz se ha parado. Puede seguir desde el mismo lugar.',
}

export const readAloudCopy: Record<Lang, typeof en> = { en, es }
