import type { Lang } from '@/lib/format/lang'

const en = {
  title: 'Password',
  setOn: (day: string) => `Set on ${day}. There is no day on which it must change.`,
  none: 'No password signs you in yet.',
  fixed: 'Its password stays as it is, so that the next visitor finds it.',
  label: 'New password',
  hint: (least: number) => `At least ${least} characters. A few unrelated words are easy to remember and hard to guess; digits and signs are not asked for.`,
  submit: 'Change the password',
  pending: 'Changing…',
  refused: 'The password was not changed',
  done: 'Changed. Every other session and phone has ended, and a letter says so.',
}

const es: typeof en = {
  title: 'Contraseña',
  setOn: (day) => `Puesta el ${day}. No hay ningún día en que deba cambiarla.`,
  none: 'Todavía no entra con ninguna contraseña.',
  fixed: 'Su contraseña queda como está, para que la encuentre la próxima visita.',
  label: 'Contraseña nueva',
  hint: (least) => `Al menos ${least} caracteres. Unas palabras sin relación son fáciles de recordar y difíciles de adivinar; no hacen falta cifras ni signos.`,
  submit: 'Cambiar la contraseña',
  pending: 'Cambiando…',
  refused: 'No se cambió la contraseña',
  done: 'Cambiada. Todas las demás sesiones y teléfonos han terminado, y un correo se lo dice.',
}

export const passwordCopy: Record<Lang, typeof en> = { en, es }
