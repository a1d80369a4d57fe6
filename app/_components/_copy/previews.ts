import type { Lang } from '@/lib/format/lang'

const en = {
  previews: 'Small previews', shown: 'Shown', hidden: 'Hidden', once: 'Show small previews',
  told: 'Looking at them is written down, once for the whole list.',
}

const es: typeof en = {
  previews: 'Vistas pequeñas', shown: 'Visibles', hidden: 'Ocultas', once: 'Mostrar vistas pequeñas',
  told: 'Mirarlas queda anotado, una vez para toda la lista.',
}

/** What the choice of previews beside a list says. */
export const previewsCopy: Record<Lang, typeof en> = { en, es }
