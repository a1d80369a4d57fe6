import type { Lang } from '@/lib/format/lang'

const en = {
  tab: 'Sessions',
  title: 'Where you are signed in',
  lead: 'A session that you end is over at its next click. One that you do not know: end it, then change your password.',
  device: 'A device',
  here: 'This one',
  locked: 'Locked',
  signedIn: '{at}, signed in with {method}.',
  used: 'Last used {used}, ends {ends} at the latest.',
  zone: 'Times are those of this device ({zone}).',
  zoneUtc: 'Times are in UTC.',
  end: 'End it',
  ending: 'Ending…',
  notEnded: 'It was not ended',
  allTitle: 'All at once',
  endOthers: { one: 'End the other session', other: 'End the # other sessions' },
  notAllEnded: 'They were not ended',
}

const es: typeof en = {
  tab: 'Sesiones',
  title: 'Dónde tiene la sesión abierta',
  lead: 'Una sesión que usted termina acaba en su siguiente clic. Si hay una que no conoce, termínela y luego cambie la contraseña.',
  device: 'Un dispositivo',
  here: 'Esta',
  locked: 'Bloqueada',
  signedIn: '{at}, con {method}.',
  used: 'Último uso {used}; termina {ends} como muy tarde.',
  zone: 'Las horas son las de este dispositivo ({zone}).',
  zoneUtc: 'Las horas están en UTC.',
  end: 'Terminarla',
  ending: 'Terminando…',
  notEnded: 'No se terminó',
  allTitle: 'Todas a la vez',
  endOthers: { one: 'Terminar la otra sesión', other: 'Terminar las otras # sesiones' },
  notAllEnded: 'No se terminaron',
}

export const sessionsCopy: Record<Lang, typeof en> = { en, es }
