import type { PagePicturesWords } from '@/components/shared/page-pictures'
import type { Lang } from '@/lib/format/lang'

const en: PagePicturesWords = {
  show: 'Show it here',
  making: 'Pictures of the pages are being made. Until they are here, open the document itself.',
  failed: 'No pictures could be made of this file. Open or save the document itself.',
  at: (page, of) => `Page ${page} of ${of}`,
  alt: (page) => `Page ${page} of the document`,
  earlier: 'Earlier',
  later: 'Later',
  label: 'Pages of the document',
  large: 'on its own',
  beyond: (drawn) => `The first ${drawn} pages are shown here. Open the document for the rest.`,
}

const es: PagePicturesWords = {
  show: 'Mostrarlo aquí',
  making: 'Se están preparando imágenes de las páginas. Mientras tanto, abra el documento.',
  failed: 'No se han podido hacer imágenes de este archivo. Abra o guarde el documento.',
  at: (page, of) => `Página ${page} de ${of}`,
  alt: (page) => `Página ${page} del documento`,
  earlier: 'Anterior',
  later: 'Siguiente',
  label: 'Páginas del documento',
  large: 'por separado',
  beyond: (drawn) => `Aquí se muestran las primeras ${drawn} páginas. Abra el documento para ver el resto.`,
}

export const pagesCopy: Record<Lang, PagePicturesWords> = { en, es }
