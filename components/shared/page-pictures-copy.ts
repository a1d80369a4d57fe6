import type { Lang } from '@/lib/format/lang'

const en = {
  show: 'Show it here',
  making: 'Pictures of the pages are being made. Until they are here, open the document itself.',
  none: 'A file of this kind or size is not shown page by page. Open or save it.',
  failed: 'No pictures could be made of this file. Open or save the document itself.',
  at: (page: number, of: number) => `Page ${page} of ${of}`,
  alt: (page: number) => `Page ${page} of the document`,
  earlier: 'Earlier',
  later: 'Later',
  label: 'Pages of the document',
  beyond: (drawn: number) => `The first ${drawn} pages are shown here. Open the document for the rest.`,
}

const es: typeof en = {
  show: 'Mostrarlo aquí',
  making: 'Se están preparando imágenes de las páginas. Mientras tanto, abra el documento.',
  none: 'Un archivo de este tipo o tamaño no se muestra página por página. Ábralo o guárdelo.',
  failed: 'No se han podido hacer imágenes de este archivo. Abra o guarde el documento.',
  at: (page, of) => `Página ${page} de ${of}`,
  alt: (page) => `Página ${page} del documento`,
  earlier: 'Anterior',
  later: 'Siguiente',
  label: 'Páginas del documento',
  beyond: (drawn) => `Aquí se muestran las primeras ${drawn} páginas. Abra el documento para ver el resto.`,
}

export const pagesCopy: Record<Lang, typeof en> = { en, es }
