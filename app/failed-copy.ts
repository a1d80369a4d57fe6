import type { Lang } from '@/components/layout/words'

/* By itself, because it travels to the browser with every page. */
const en = {
  reference: 'Reference',
  title: 'This page failed',
  text: [
    'Something went wrong on our side, and it has been noted. Whatever was saved before is still saved; what you just sent may not be, so look before you send it again.',
  ],
  act: 'Try again',
  home: 'Start page',
}

const es: typeof en = {
  reference: 'Referencia',
  title: 'Esta página ha fallado',
  text: [
    'Algo falló por nuestra parte y ha quedado anotado. Lo que ya estaba guardado sigue guardado; lo que acaba de enviar quizá no, así que mire antes de enviarlo de nuevo.',
  ],
  act: 'Probar otra vez',
  home: 'Página de inicio',
}

export const failedCopy: Record<Lang, typeof en> = { en, es }
