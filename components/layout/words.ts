import type { Lang } from '@/lib/format/lang'

export type { Lang }
/** Per cent of the usual size of letters. */
export type TextSize = '100' | '125' | '150' | '200'
export type Theme = 'light' | 'dark' | 'system'

/** What every shell needs to know of its reader. `app/prefs` reads it. */
export type Prefs = { lang: Lang; theme: Theme; size: TextSize; demo: boolean }

const en = {
  skip: 'Skip to the page',
  home: 'Enamel, start page',
  signIn: 'Sign in',
  somethingWrong: 'Something wrong?',
  security: 'Security',
  demoLabel: 'About this demo',
  demo: 'Invented people. Nothing here is real.',
  theme: 'Appearance',
  themes: { system: 'As this device', light: 'Light', dark: 'Dark' },
  size: 'Text size',
  smaller: 'smaller',
  usual: 'usual size',
  larger: 'larger',
  menu: 'Menu',
  main: 'Main',
  switchHat: 'Switch',
  documents: 'Documents',
  visits: 'Visits',
  whoLooked: 'Who looked',
  account: 'Account',
  today: 'Today',
  patients: 'Patients',
  toFile: 'To file',
  upload: 'Upload',
  history: 'Access history',
  privacy: 'Privacy cases',
  members: 'Members',
  workstations: 'Workstations',
  settings: 'Settings',
  practice: 'The practice',
  yourRecord: 'Your own record',
  recordOf: 'You are in the record of',
}

export type Words = typeof en

const es: Words = {
  skip: 'Ir al contenido',
  home: 'Enamel, página de inicio',
  signIn: 'Entrar',
  somethingWrong: '¿Algo va mal?',
  security: 'Seguridad',
  demoLabel: 'Sobre esta demostración',
  demo: 'Personas inventadas. Nada de esto es real.',
  theme: 'Apariencia',
  themes: { system: 'Como este dispositivo', light: 'Clara', dark: 'Oscura' },
  size: 'Tamaño del texto',
  smaller: 'más pequeño',
  usual: 'tamaño normal',
  larger: 'más grande',
  menu: 'Menú',
  main: 'Principal',
  switchHat: 'Cambiar',
  documents: 'Documentos',
  visits: 'Citas',
  whoLooked: 'Quién miró',
  account: 'Cuenta',
  today: 'Hoy',
  patients: 'Pacientes',
  toFile: 'Por archivar',
  upload: 'Subir',
  history: 'Historial de accesos',
  privacy: 'Casos de privacidad',
  members: 'Personal',
  workstations: 'Equipos',
  settings: 'Ajustes',
  practice: 'La consulta',
  yourRecord: 'Su propia historia',
  recordOf: 'Está en la historia de',
}

const all: Record<Lang, Words> = { en, es }

/** The shells' own words in the reader's language. */
export function words(lang: Lang): Words {
  return all[lang]
}
