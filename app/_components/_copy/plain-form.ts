import type { Lang } from '@/lib/format/lang'

const en = {
  optional: 'optional',
  triesLeft: { one: 'One more try is left.', other: '# more tries are left.' },
}

const es: typeof en = {
  optional: 'opcional',
  triesLeft: { one: 'Queda un intento más.', other: 'Quedan # intentos más.' },
}

export const plainFormCopy: Record<Lang, typeof en> = { en, es }
