import type { Lang } from '@/lib/format/lang'

const en = {
  title: 'Documents',
  kinds: 'Kinds of document',
  all: 'All',
  emptyTitle: 'Nothing here yet',
  empty: 'When {practice} shares a document with you, it appears here and a mail tells you.',
  noneTitle: (many: string) => `No ${many.toLowerCase()} here`,
  none: 'Look under “All”, or ask the practice to share what you are missing.',
  pages: { older: 'Older documents', newer: 'Newest documents', label: 'Pages of documents' },
}

const es: typeof en = {
  title: 'Documentos',
  kinds: 'Clases de documento',
  all: 'Todos',
  emptyTitle: 'Aún no hay nada aquí',
  empty: 'Cuando {practice} comparta un documento con usted, aparecerá aquí y un correo se lo dirá.',
  noneTitle: (many) => `Aquí no hay ${many.toLowerCase()}`,
  none: 'Mire en «Todos», o pida a la consulta que comparta lo que le falta.',
  pages: { older: 'Documentos anteriores', newer: 'Documentos más recientes', label: 'Páginas de documentos' },
}

export const documentsCopy: Record<Lang, typeof en> = { en, es }
