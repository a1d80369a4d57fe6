import type { Lang } from '@/lib/format/lang'

const en = {
  title: 'Who has looked',
  lead: 'Everybody who opens this record is written down before they see it, and nobody can take a line away. If a name surprises you, {tell} or ask {practice}.',
  leadAt: 'Everybody who opens this record is written down before they see it, and nobody can take a line away. If a name surprises you, {tell} or ask {practice} at {phone}.',
  tell: 'tell us',
  nobody: 'Nobody has looked at this record yet.',
  pages: { older: 'Earlier', newer: 'Latest', label: 'Pages of this history' },
}

const es: typeof en = {
  title: 'Quién ha mirado',
  lead: 'Quien abre esta historia queda anotado antes de verla, y nadie puede borrar una línea. Si un nombre le sorprende, {tell} o pregunte a {practice}.',
  leadAt: 'Quien abre esta historia queda anotado antes de verla, y nadie puede borrar una línea. Si un nombre le sorprende, {tell} o pregunte a {practice} en el {phone}.',
  tell: 'díganoslo',
  nobody: 'Nadie ha mirado aún esta historia.',
  pages: { older: 'Anteriores', newer: 'Más recientes', label: 'Páginas de este historial' },
}

export const whoLookedCopy: Record<Lang, typeof en> = { en, es }
