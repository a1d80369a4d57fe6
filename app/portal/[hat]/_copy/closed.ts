import type { Lang } from '@/lib/format/lang'

const en = {
  call: 'Call {practice}.',
  callAt: 'Call {practice} at {phone}.',
  portalTitle: 'The portal is closed for now',
  portal: '{practice} has closed its patient portal for the moment. Nothing in the record is lost, and you need not do anything.',
  portalNeed: 'Is there something you need to know, or a visit to ask about? {call}',
  documents: '{practice} has closed documents for the moment. None is lost, and they will be here again. Do you need one now? {call}',
}

const es: typeof en = {
  call: 'Llame a {practice}.',
  callAt: 'Llame a {practice} al {phone}.',
  portalTitle: 'El portal está cerrado por ahora',
  portal: '{practice} ha cerrado de momento su portal para pacientes. No se ha perdido nada de la historia y usted no tiene que hacer nada.',
  portalNeed: '¿Necesita saber algo o preguntar por una cita? {call}',
  documents: '{practice} ha cerrado de momento los documentos. No se ha perdido ninguno y volverán a estar aquí. ¿Necesita uno ahora? {call}',
}

export const closedCopy: Record<Lang, typeof en> = { en, es }
