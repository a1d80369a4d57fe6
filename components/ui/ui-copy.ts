import type { Lang } from '@/lib/format/lang'

const en = {
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  cancel: 'Cancel',
  close: 'Close',
  dismiss: 'Dismiss',
}

const es: typeof en = {
  showPassword: 'Mostrar la contraseña',
  hidePassword: 'Ocultar la contraseña',
  cancel: 'Cancelar',
  close: 'Cerrar',
  dismiss: 'Descartar',
}

/** The few words that controls bring along by themselves. */
export const uiCopy: Record<Lang, typeof en> = { en, es }
