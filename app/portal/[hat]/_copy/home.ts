import type { Lang } from '@/lib/format/lang'

const en = {
  tab: 'Your record',
  hello: (name: string) => `Hello, ${name}.`,
  nextVisit: 'Next visit',
  allVisits: 'All visits',
  nothingBooked: 'Nothing is booked.',
  newest: 'Newest documents',
  allDocuments: 'All documents',
  emptyTitle: 'Nothing here yet',
  empty: 'When {practice} shares a document with you, it appears here and a mail tells you.',
}

const es: typeof en = {
  tab: 'Su historia',
  hello: (name) => `Hola, ${name}.`,
  nextVisit: 'Próxima cita',
  allVisits: 'Todas las citas',
  nothingBooked: 'No hay ninguna cita reservada.',
  newest: 'Documentos más recientes',
  allDocuments: 'Todos los documentos',
  emptyTitle: 'Aún no hay nada aquí',
  empty: 'Cuando {practice} comparta un documento con usted, aparecerá aquí y un correo se lo dirá.',
}

export const homeCopy: Record<Lang, typeof en> = { en, es }
