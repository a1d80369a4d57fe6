import type { Lang } from '@/components/layout/words'

const en = {
  title: 'Security',
  lead: 'Who answers when something is wrong, and what Enamel promises about your record.',
  seen: 'You saw something that is not yours',
  seenText: 'Close it, do not pass it on, and tell us. You need no account.',
  seenLink: 'Something wrong?',
  flaw: 'You found a flaw',
  flawRules: [
    'Stop when you have seen that it works, and use your own account or the demo.',
    'Keep nobody’s record, and tell nobody else until it is mended.',
    'Send the steps that repeat it.',
  ],
  flawPromise: 'Whoever reports in good faith and keeps to these three will not be pursued for it.',
  promises: 'What holds for every record',
  promiseList: [
    'Nobody is shown a record without a check of who is asking, at each request and for each document.',
    'An address or a link is no key: in the hands of somebody else it opens nothing.',
    'Every opening is written down before it happens, and the patient can read the list.',
    'Documents can be closed for a whole practice at once, with links already given out.',
  ],
  reach: 'Reach somebody',
}

type SecurityCopy = typeof en

const es: SecurityCopy = {
  title: 'Seguridad',
  lead: 'Quién responde cuando algo va mal, y qué promete Enamel sobre su historia.',
  seen: 'Vio algo que no es suyo',
  seenText: 'Ciérrelo, no lo pase a nadie y avísenos. No necesita cuenta.',
  seenLink: '¿Algo va mal?',
  flaw: 'Encontró un fallo',
  flawRules: [
    'Pare cuando haya visto que funciona, y use su propia cuenta o la demostración.',
    'No conserve la historia de nadie ni lo cuente a otros hasta que esté reparado.',
    'Envíe los pasos que lo repiten.',
  ],
  flawPromise: 'Quien avisa de buena fe y se atiene a estas tres no será perseguido por ello.',
  promises: 'Lo que vale para cada historia',
  promiseList: [
    'A nadie se le muestra una historia sin comprobar quién pregunta, en cada petición y para cada documento.',
    'Una dirección o un enlace no es una llave: en otras manos no abre nada.',
    'Cada apertura se anota antes de que ocurra, y el paciente puede leer la lista.',
    'Los documentos de una consulta pueden cerrarse de golpe, también los enlaces ya dados.',
  ],
  reach: 'Hable con alguien',
}

export const securityCopy: Record<Lang, SecurityCopy> = { en, es }
