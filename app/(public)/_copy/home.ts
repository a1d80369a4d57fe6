import type { Lang } from '@/components/layout/words'

const en = {
  title: 'Every record says who has read it.',
  lead: 'Enamel keeps a dental practice’s papers and gives its patients a portal in which nobody can read a record that is not theirs.',
  enter: 'Sign in',
  how: 'How it is kept',
  demo: 'This is the demo: two invented practices and the people in them. The sign-in page lists every account, and one tap enters.',
  witness: 'Opened by 3 people, last by Dr. Okafor, 12 Nov',
  specimen: 'Bitewing, tooth 19',
  specimenNote: 'As the patient sees it',
  looks: [
    { who: 'Dr. Ifeoma Okafor', role: 'Dentist', when: '12 Nov, 09:41' },
    { who: 'You', role: 'On your phone', when: '10 Nov, 20:15' },
    { who: 'Tomás Reyes', role: 'Hygienist', when: '4 Nov, 14:02' },
  ],
  forWhom: 'Who it is for',
  audiences: [
    {
      name: 'Patients',
      text: 'Your X-rays, plans and letters on your phone, and your child’s beside them. Under each one stands who has opened it and when, in plain words.',
      facts: ['Sign in with six digits on your own phone', 'A link you forward opens nothing', 'English or Spanish'],
    },
    {
      name: 'Dental offices',
      text: 'Upload, file and release in one sitting. The shared computer at the front desk locks without losing what was typed, and each entry carries the name of whoever was at the keyboard.',
      facts: ['Nothing is released except by a person or by a rule you wrote', 'Back in within five seconds by PIN or passkey', 'One switch closes documents and leaves the day running'],
    },
    {
      name: 'Those who teach security',
      text: 'The whole product on one machine with one command, with invented people and real files. Try every id against every kind of person and read the ledger of what was refused.',
      facts: ['npm run demo starts it, npm run attack tries it', 'Each guard can be removed in a copy, and the tests notice', 'Source open under Apache 2.0'],
    },
  ],
  stepsTitle: 'What happens when somebody opens a document',
  stepsLead: 'In this order, each time. If one step says no, nothing after it happens.',
  steps: [
    { name: 'Who is asking', text: 'The session is looked up in the database. One that is locked or ended reads nothing.' },
    { name: 'May they', text: 'A rule written as a sentence says who may open this, and it is asked before any data is touched.' },
    { name: 'Is it theirs', text: 'The database shows a patient their own released papers and no others, whatever the question was.' },
    { name: 'A link for one minute', text: 'It is bound to this person, this session and this document. In other hands it opens nothing.' },
    { name: 'Written down first', text: 'The opening is on record before the first byte leaves. If it cannot be recorded, it is not served.' },
    { name: 'Unlocked', text: 'Each document rests under a key of its own and is decrypted only as it goes out.' },
  ],
  whyTitle: 'Why it is built this way',
  why: [
    'Dental portals have handed strangers’ papers to anyone who changed a number in the address. When people tried to report it, the mail came back. And how many patients were affected was a matter of the vendor’s word.',
    'So Enamel counts a secret address as no protection at all, checks each opening by several guards that do not rely on one another, and keeps the list of who looked where the patient can read it.',
  ],
  whyLink: 'Found a way in? Tell us',
}

type HomeCopy = typeof en

const es: HomeCopy = {
  title: 'Cada historia dice quién la ha leído.',
  lead: 'Enamel guarda los papeles de una consulta dental y da a sus pacientes un portal en el que nadie puede leer una historia que no es suya.',
  enter: 'Entrar',
  how: 'Cómo se guarda',
  demo: 'Esto es la demostración: dos consultas inventadas y su gente. La página de entrada muestra todas las cuentas; un toque basta para entrar.',
  witness: 'Abierto por 3 personas, la última la Dra. Okafor, 12 nov',
  specimen: 'Aleta de mordida, diente 19',
  specimenNote: 'Así lo ve la paciente',
  looks: [
    { who: 'Dra. Ifeoma Okafor', role: 'Dentista', when: '12 nov, 09:41' },
    { who: 'Usted', role: 'En su teléfono', when: '10 nov, 20:15' },
    { who: 'Tomás Reyes', role: 'Higienista', when: '4 nov, 14:02' },
  ],
  forWhom: 'Para quién es',
  audiences: [
    {
      name: 'Pacientes',
      text: 'Sus radiografías, planes y cartas en el teléfono, y los de sus hijos al lado. Debajo de cada uno consta quién lo ha abierto y cuándo, en palabras claras.',
      facts: ['Se entra con seis cifras en el propio teléfono', 'Un enlace reenviado no abre nada', 'En español o en inglés'],
    },
    {
      name: 'Consultas dentales',
      text: 'Subir, archivar y entregar de una vez. El ordenador compartido del mostrador se bloquea sin perder lo escrito, y cada anotación lleva el nombre de quien estaba al teclado.',
      facts: ['Nada se entrega si no lo hace una persona o una regla que usted escribió', 'De vuelta en cinco segundos con PIN o llave de acceso', 'Un interruptor cierra los documentos y el día sigue'],
    },
    {
      name: 'Quienes enseñan seguridad',
      text: 'El producto entero en una máquina con una sola orden, con personas inventadas y archivos reales. Pruebe cada identificador contra cada clase de persona y lea la lista de lo que fue rechazado.',
      facts: ['npm run demo lo arranca, npm run attack lo prueba', 'Cada defensa puede quitarse en una copia, y las pruebas lo notan', 'Código abierto bajo Apache 2.0'],
    },
  ],
  stepsTitle: 'Qué ocurre cuando alguien abre un documento',
  stepsLead: 'En este orden, cada vez. Si un paso dice que no, nada de lo siguiente ocurre.',
  steps: [
    { name: 'Quién pregunta', text: 'La sesión se busca en la base de datos. Una bloqueada o terminada no lee nada.' },
    { name: 'Si puede', text: 'Una regla escrita como frase dice quién puede abrirlo, y se consulta antes de tocar ningún dato.' },
    { name: 'Si es suyo', text: 'La base de datos muestra a cada paciente sus propios papeles entregados y ningún otro, sea cual sea la pregunta.' },
    { name: 'Un enlace de un minuto', text: 'Está atado a esta persona, esta sesión y este documento. En otras manos no abre nada.' },
    { name: 'Primero se anota', text: 'La apertura consta antes de que salga el primer byte. Si no puede anotarse, no se sirve.' },
    { name: 'Se descifra', text: 'Cada documento reposa bajo una llave propia y se descifra solo al salir.' },
  ],
  whyTitle: 'Por qué está hecho así',
  why: [
    'Ha habido portales dentales que daban los papeles de extraños a quien cambiara un número en la dirección. Cuando alguien quiso avisar, el correo volvió. Y a cuántos pacientes afectó quedó en la palabra del proveedor.',
    'Por eso Enamel no cuenta una dirección secreta como protección, comprueba cada apertura con varias defensas que no dependen unas de otras, y guarda la lista de quién miró donde el paciente puede leerla.',
  ],
  whyLink: '¿Ha encontrado una entrada? Díganoslo',
}

export const homeCopy: Record<Lang, HomeCopy> = { en, es }
