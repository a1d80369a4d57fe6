import type { Lang } from '@/components/layout/words'

/** The five roads, in the order of how much is at stake for whoever takes them. */
export const roads = ['papers', 'account', 'office', 'flaw', 'other'] as const
export type Road = (typeof roads)[number]

type RoadCopy = {
  /** As the person would say it. */
  title: string
  hint: string
  /** What to do now, in order. */
  now: string[]
  /** What is right to expect afterwards. */
  after: string
}

type HelpCopy = {
  title: string
  lead: string
  now: string
  after: string
  reach: string
  write: string
  demo: string
  officeOnly: string
  include: string
  back: string
  account: string
  switcher: string
  roads: Record<Road, RoadCopy>
}

const en: HelpCopy = {
  title: 'Something wrong?',
  lead: 'Choose what comes nearest. You need no account, and you are not in trouble for what you saw.',
  now: 'Do this now',
  after: 'What happens then',
  reach: 'Reach somebody',
  write: 'Write to',
  demo: 'This is the demo: nobody stands behind it and no mail leaves it. In a real practice the address of those who answer stands here.',
  officeOnly: 'No address for reports has been set up here. Telephone the dental office, or go there, and ask for the privacy officer by that name. Your appointment card and every letter carry the number.',
  include: 'Say what you did, what you saw and when. Please do not send the papers themselves.',
  back: 'All five',
  account: 'Open your account',
  switcher: 'Choose a record',
  roads: {
    papers: {
      title: 'I saw someone else’s papers',
      hint: 'A name, a picture or a document that is not yours',
      now: [
        'Close the page. Do not save, print or forward what you saw.',
        'Write down the time, and the name you saw if you remember it.',
        'Tell us today, by the way below.',
      ],
      after: 'Each opening is on record, so what you saw can be checked without you sending it. You did nothing wrong by seeing it.',
    },
    account: {
      title: 'Someone may be in my account',
      hint: 'A sign-in you do not know, a lost phone, a code you did not ask for',
      now: [
        'Sign in, open Account, and end every session you do not know. It takes effect at once.',
        'Change your password or PIN there.',
        'If you cannot sign in any more, telephone the dental office. They can end your sessions after checking that it is you.',
      ],
      after: 'Look at Who looked in your record: whatever was opened under your name stands there with its time.',
    },
    office: {
      title: 'Someone at the office looked',
      hint: 'A person who had no reason to open your record',
      now: [
        'Open Who looked in your record and find the line you mean. Note the name and the time.',
        'Ask the practice’s privacy officer why that person opened it. They have to be able to say.',
        'If you would rather not ask the office, use the way below.',
      ],
      after: 'A line in that list can not be changed or taken out by anybody at the office, and asking about one is your right.',
    },
    flaw: {
      title: 'I found a technical flaw',
      hint: 'A way to see or do something that should not be possible',
      now: [
        'Stop as soon as you have seen that it works. Use your own account and invented data where you can.',
        'Do not keep anybody’s record.',
        'Write down the steps, so that somebody else can repeat them, and send them by the way below.',
      ],
      after: 'Whoever reports in good faith and keeps to this is welcome here and will not be pursued for it.',
    },
    other: {
      title: 'Something else',
      hint: 'A wrong date, a paper that does not open, a page that fails',
      now: [
        'If a page failed, reload it once. What you had typed is kept where the page says so.',
        'If a paper or a date in your record is wrong, telephone the dental office: only they can correct it.',
        'For anything else, use the way below.',
      ],
      after: 'If the page showed a reference, send it along. It leads straight to what went wrong.',
    },
  },
}

const es: HelpCopy = {
  title: '¿Algo va mal?',
  lead: 'Elija lo que más se parezca. No necesita cuenta, y nadie le culpará por lo que vio.',
  now: 'Haga esto ahora',
  after: 'Qué ocurre después',
  reach: 'Hable con alguien',
  write: 'Escriba a',
  demo: 'Esto es la demostración: nadie está detrás y no sale ningún correo. En una consulta real está aquí la dirección de quienes responden.',
  officeOnly: 'Aquí no se ha puesto ninguna dirección para avisos. Llame a la consulta dental o vaya allí y pregunte por la persona responsable de privacidad. El número está en su tarjeta de citas y en todas las cartas.',
  include: 'Diga qué hizo, qué vio y cuándo. Por favor, no envíe los papeles mismos.',
  back: 'Las cinco',
  account: 'Abrir su cuenta',
  switcher: 'Elegir una historia',
  roads: {
    papers: {
      title: 'Vi los papeles de otra persona',
      hint: 'Un nombre, una imagen o un documento que no es suyo',
      now: [
        'Cierre la página. No guarde, imprima ni reenvíe lo que vio.',
        'Apunte la hora, y el nombre que vio si lo recuerda.',
        'Avísenos hoy mismo por la vía de abajo.',
      ],
      after: 'Cada apertura queda anotada, así que se puede comprobar lo que vio sin que lo envíe. No hizo nada malo al verlo.',
    },
    account: {
      title: 'Alguien puede estar en mi cuenta',
      hint: 'Una entrada que no conoce, un teléfono perdido, un código que no pidió',
      now: [
        'Entre, abra Cuenta y termine todas las sesiones que no conozca. Tiene efecto al instante.',
        'Cambie allí su contraseña o PIN.',
        'Si ya no puede entrar, llame a la consulta dental. Pueden terminar sus sesiones tras comprobar que es usted.',
      ],
      after: 'Mire Quién miró en su historia: todo lo que se abrió en su nombre consta allí con su hora.',
    },
    office: {
      title: 'Alguien de la consulta miró',
      hint: 'Una persona que no tenía motivo para abrir su historia',
      now: [
        'Abra Quién miró en su historia y busque la línea. Apunte el nombre y la hora.',
        'Pregunte a la persona responsable de privacidad de la consulta por qué se abrió. Tienen que poder decirlo.',
        'Si prefiere no preguntar en la consulta, use la vía de abajo.',
      ],
      after: 'Nadie de la consulta puede cambiar ni quitar una línea de esa lista, y preguntar por ella es su derecho.',
    },
    flaw: {
      title: 'Encontré un fallo técnico',
      hint: 'Una manera de ver o hacer algo que no debería ser posible',
      now: [
        'Pare en cuanto haya visto que funciona. Use su propia cuenta y datos inventados si puede.',
        'No conserve la historia de nadie.',
        'Apunte los pasos para que otra persona pueda repetirlos y envíelos por la vía de abajo.',
      ],
      after: 'Quien avisa de buena fe y se atiene a esto es bienvenido y no será perseguido por ello.',
    },
    other: {
      title: 'Otra cosa',
      hint: 'Una fecha equivocada, un papel que no se abre, una página que falla',
      now: [
        'Si falló una página, vuelva a cargarla una vez. Lo que había escrito se conserva donde la página lo dice.',
        'Si un papel o una fecha de su historia está mal, llame a la consulta dental: solo ellos pueden corregirlo.',
        'Para todo lo demás, use la vía de abajo.',
      ],
      after: 'Si la página mostró una referencia, envíela también. Lleva directamente a lo que falló.',
    },
  },
}

export const helpCopy: Record<Lang, HelpCopy> = { en, es }
