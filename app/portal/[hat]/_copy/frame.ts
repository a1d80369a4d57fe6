import type { Lang } from '@/lib/format/lang'

const en = {
  elsewhere: 'Where else to go',
}

const es: typeof en = {
  elsewhere: 'Ir a otro sitio',
}

export const frameCopy: Record<Lang, typeof en> = { en, es }
