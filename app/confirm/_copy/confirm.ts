import type { Lang } from '@/lib/format/lang'

const en = {
  tab: 'Confirm that it is you',
  title: 'Is it still you?',
  lead: (name: string) => `What comes next matters, so show once more that you are ${name}. It holds for ten minutes.`,
  confirm: 'Confirm',
  checking: 'Checking…',
  refused: 'Not confirmed',
  passkey: 'Confirm with a passkey',
  nothing: 'Nothing of this at hand? {link}; that counts as a confirmation too.',
}

const es: typeof en = {
  tab: 'Confirme que es usted',
  title: '¿Sigue siendo usted?',
  lead: (name) => `Lo que viene es importante: demuestre otra vez que es ${name}. Vale diez minutos.`,
  confirm: 'Confirmar',
  checking: 'Comprobando…',
  refused: 'Sin confirmar',
  passkey: 'Confirmar con una llave de acceso',
  nothing: '¿No tiene nada de esto a mano? {link}; eso también vale como confirmación.',
}

export const confirmCopy: Record<Lang, typeof en> = { en, es }
