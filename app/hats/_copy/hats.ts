import type { Lang } from '@/lib/format/lang'

const en = {
  tab: 'Where to',
  hello: (name: string) => `Hello, ${name}`,
  lead: 'Choose what to open. You can come back here from every page.',
  work: 'Where you work',
  records: 'Records you may open',
  noneTitle: 'No practice and no record is open to you now',
  none: 'Access that a practice gave you may have ended. If you expected to find something here, ask your practice to invite you again, with this account. {help}',
  help: 'Something wrong?',
  noRole: 'No role at the moment',
  ownRecord: (practice: string) => `Your own record, ${practice}`,
  actFor: (relation: string, practice: string) => `${relation}, ${practice}`,
  account: '{link}: sessions, password, second factors, phones.',
  accountLink: 'Your account',
}

const es: typeof en = {
  tab: 'A dónde ir',
  hello: (name) => `Hola, ${name}`,
  lead: 'Elija qué abrir. Puede volver aquí desde cualquier página.',
  work: 'Donde trabaja',
  records: 'Historias que puede abrir',
  noneTitle: 'Ahora no tiene abierta ninguna consulta ni ninguna historia',
  none: 'Puede que haya terminado el acceso que le dio una consulta. Si esperaba encontrar algo aquí, pida a su consulta que le invite otra vez, con esta cuenta. {help}',
  help: '¿Algo va mal?',
  noRole: 'Ninguna función por el momento',
  ownRecord: (practice) => `Su propia historia, ${practice}`,
  actFor: (relation, practice) => `${relation}, ${practice}`,
  account: '{link}: sesiones, contraseña, segundos factores, teléfonos.',
  accountLink: 'Su cuenta',
}

export const hatsCopy: Record<Lang, typeof en> = { en, es }
