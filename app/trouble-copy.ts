import type { Lang } from '@/components/layout/words'

const en = {
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
}

type TroubleCopy = typeof en

const es: TroubleCopy = {
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
}

export const troubleCopy: Record<Lang, TroubleCopy> = { en, es }
