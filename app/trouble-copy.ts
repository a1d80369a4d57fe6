import type { Lang } from '@/components/layout/words'

const en = {
  reference: 'Reference',
  missing: {
    title: 'Nothing here for you',
    text: [
      'Either nothing stands at this address, or it belongs to somebody else. We answer both alike, so that addresses cannot be tried out.',
      'If you expected a record here, you may be signed in under another of your roles.',
    ],
    act: 'Choose a role',
    home: 'Start page',
  },
  forbidden: {
    title: 'Your role does not include this',
    text: ['You are signed in, and nothing was changed. The owner of the practice decides what each role may do.'],
    act: 'Choose another role',
  },
  unauthorized: {
    title: 'Sign in to go on',
    text: ['Your session has ended or never began. Nothing you had saved is lost.'],
    act: 'Sign in',
  },
  failed: {
    title: 'This page failed',
    text: [
      'Something went wrong on our side, and it has been noted. Whatever was saved before is still saved; what you just sent may not be, so look before you send it again.',
    ],
    act: 'Try again',
    home: 'Start page',
  },
}

type TroubleCopy = typeof en

const es: TroubleCopy = {
  reference: 'Referencia',
  missing: {
    title: 'Aquí no hay nada para usted',
    text: [
      'O no hay nada en esta dirección, o pertenece a otra persona. Respondemos igual a ambas cosas, para que nadie pueda probar direcciones.',
      'Si esperaba una historia aquí, puede que haya entrado con otro de sus papeles.',
    ],
    act: 'Elegir un papel',
    home: 'Página de inicio',
  },
  forbidden: {
    title: 'Su función no incluye esto',
    text: ['Ha entrado correctamente y no se ha cambiado nada. El titular de la consulta decide qué puede hacer cada función.'],
    act: 'Elegir otro papel',
  },
  unauthorized: {
    title: 'Entre para continuar',
    text: ['Su sesión ha terminado o no llegó a empezar. No se ha perdido nada de lo guardado.'],
    act: 'Entrar',
  },
  failed: {
    title: 'Esta página ha fallado',
    text: [
      'Algo falló por nuestra parte y ha quedado anotado. Lo que ya estaba guardado sigue guardado; lo que acaba de enviar quizá no, así que mire antes de enviarlo de nuevo.',
    ],
    act: 'Probar otra vez',
    home: 'Página de inicio',
  },
}

export const troubleCopy: Record<Lang, TroubleCopy> = { en, es }
