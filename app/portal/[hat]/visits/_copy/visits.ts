import type { Lang } from '@/lib/format/lang'

const en = {
  title: 'Visits',
  emptyTitle: 'No visits yet',
  empty: 'Would you like one? {call}',
}

const es: typeof en = {
  title: 'Citas',
  emptyTitle: 'Aún no hay citas',
  empty: '¿Le gustaría tener una? {call}',
}

export const visitsCopy: Record<Lang, typeof en> = { en, es }
