import type { Lang } from '@/lib/format/lang'

const en = {
  tab: 'Document',
  here: 'You are here',
  documents: 'Documents',
  open: 'Open',
  save: 'Save to this device',
  about: (kind: string, size: string) =>
    `${kind}, ${size}. Opening it is written down where you can read it below. The address it opens at must be used within a minute, and opens for you alone.`,
  sharedBy: 'Shared by',
  since: 'Since',
  until: 'Until',
  note: 'Note',
  sentByYou: 'You sent this to the practice.',
  whoOpened: 'Who has opened it',
  nobody: 'Nobody has opened this document yet.',
}

const es: typeof en = {
  tab: 'Documento',
  here: 'Está usted aquí',
  documents: 'Documentos',
  open: 'Abrir',
  save: 'Guardar en este dispositivo',
  about: (kind, size) =>
    `${kind}, ${size}. Al abrirlo queda anotado donde usted puede leerlo, aquí debajo. La dirección en la que se abre vale un minuto y solo se abre para usted.`,
  sharedBy: 'Compartido por',
  since: 'Desde',
  until: 'Hasta',
  note: 'Nota',
  sentByYou: 'Usted envió esto a la consulta.',
  whoOpened: 'Quién lo ha abierto',
  nobody: 'Nadie ha abierto aún este documento.',
}

export const documentCopy: Record<Lang, typeof en> = { en, es }
