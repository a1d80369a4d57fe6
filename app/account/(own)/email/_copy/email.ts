import type { Lang } from '@/lib/format/lang'

const en = {
  title: 'E-mail address',
  current: (email: string) => `You sign in as ${email}.`,
  none: 'No address signs you in yet.',
  waiting: (email: string) => `Waiting for ${email}`,
  waitingAbout: 'The change takes effect when the link in the letter to that address is used.',
  fixed: 'Its address stays as it is, so that the next visitor finds it.',
  label: 'New address',
  hint: 'We write to both addresses. From the old one the change can be stopped for seven days.',
  submit: 'Change the address',
  pending: 'Writing letters…',
  refused: 'The address was not changed',
  done: 'A letter is on its way to the new address. Its link completes the change.',
}

const es: typeof en = {
  title: 'Dirección de correo',
  current: (email) => `Usted entra como ${email}.`,
  none: 'Todavía no entra con ninguna dirección.',
  waiting: (email) => `Esperando a ${email}`,
  waitingAbout: 'El cambio vale cuando se use el enlace del correo enviado a esa dirección.',
  fixed: 'Su dirección queda como está, para que la encuentre la próxima visita.',
  label: 'Dirección nueva',
  hint: 'Escribimos a las dos direcciones. Desde la antigua se puede detener el cambio durante siete días.',
  submit: 'Cambiar la dirección',
  pending: 'Escribiendo los correos…',
  refused: 'No se cambió la dirección',
  done: 'Un correo va de camino a la dirección nueva. Su enlace completa el cambio.',
}

export const emailCopy: Record<Lang, typeof en> = { en, es }
