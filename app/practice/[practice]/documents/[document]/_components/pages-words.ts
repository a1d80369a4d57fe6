import type { PagePicturesWords } from '@/components/shared/page-pictures'

export const pagesWords: PagePicturesWords = {
  show: 'Show it here',
  making: 'Pictures of the pages are being made. Until they are here, open the file itself.',
  failed: 'No pictures could be made of this file. Open the file itself; if it does not open, scan or export it again.',
  at: (page, of) => `Page ${page} of ${of}`,
  alt: (page) => `Page ${page} of the document`,
  earlier: 'Earlier',
  later: 'Later',
  label: 'Pages of the document',
  large: 'on its own',
  beyond: (drawn) => `The first ${drawn} pages are shown here. Open the file for the rest.`,
}
