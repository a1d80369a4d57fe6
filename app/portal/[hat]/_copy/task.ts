import type { Lang } from '@/components/layout/words'

const en = {
  lead: (practice: string) => `${practice} needs this, and asked you. You see nothing else of the record; only what you send yourself.`,
  send: 'Take a picture or choose a file',
  finished: 'Have you sent it?',
  finishedText: 'Then this access is done. It stays open for a day, in case something was blurred.',
  finish: 'I have sent it',
  done: 'Thank you, that was it.',
  doneText: (day: string) => `This access ends by itself on ${day}. There is nothing more for you to do.`,
  people: 'People who help you',
  own: 'Your access here',
  noVisits: 'Visits are not part of what you see here.',
}

export type TaskCopy = typeof en

const es: TaskCopy = {
  lead: (practice) => `${practice} lo necesita y se lo ha pedido a usted. No ve nada más de la historia; solo lo que usted envía.`,
  send: 'Haga una foto o elija un archivo',
  finished: '¿Ya lo envió?',
  finishedText: 'Entonces este acceso ha cumplido. Queda abierto un día más, por si algo salió borroso.',
  finish: 'Ya lo envié',
  done: 'Gracias, eso era todo.',
  doneText: (day) => `Este acceso termina por sí solo el ${day}. No tiene que hacer nada más.`,
  people: 'Personas que le ayudan',
  own: 'Su acceso aquí',
  noVisits: 'Las citas no forman parte de lo que ve aquí.',
}

export const taskCopy: Record<Lang, TaskCopy> = { en, es }
