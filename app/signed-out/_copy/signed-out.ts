import type { Lang } from '@/lib/format/lang'

const en = {
  tab: 'Signed out',
  title: 'You are signed out',
  lead: 'This session is over, in every window of this browser. Others that you left open elsewhere go on.',
  digits: 'Open again with your six digits',
  again: 'Sign in again',
}

const es: typeof en = {
  tab: 'Sesión cerrada',
  title: 'Ha salido',
  lead: 'Esta sesión ha terminado, en todas las ventanas de este navegador. Las que dejó abiertas en otros sitios continúan.',
  digits: 'Abrir otra vez con sus seis cifras',
  again: 'Entrar otra vez',
}

export const signedOutCopy: Record<Lang, typeof en> = { en, es }
