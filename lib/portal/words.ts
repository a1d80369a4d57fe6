import type { Lang } from '@/lib/format/lang'

const en = {
  did: { opened_document: 'opened a document', saved_document: 'saved a document as a file', saw_document_page: 'looked at a document’s page', opened_record: 'opened the record' },
  previews: { one: 'saw a small preview of # document', other: 'saw small previews of # documents' },
  roles: {
    owner: 'owner', privacy_officer: 'privacy officer', dentist: 'dentist', hygienist: 'hygienist', assistant: 'assistant',
    front_desk: 'front desk', billing: 'billing', self: 'the patient', parent: 'parent', guardian: 'guardian', carer: 'carer', helper: 'helper',
    shared_by_you: 'shared by you', guest_of_patient: 'shared from the portal', guest_of_staff: 'shared by the practice',
  },
  software: 'the software',
  staff: 'staff',
  you: 'you',
  ruleOf: (name: string) => `the rule of ${name}`,
  nobody: { record: 'Nobody has opened this record yet', document: 'Nobody has opened this document yet' },
  opened: {
    record: { one: 'Opened by # person', other: 'Opened by # people' },
    document: { one: 'Opened by # person', other: 'Opened by # people' },
  },
  witness: (opened: string, last: string, day: string) => `${opened}, last by ${last}, ${day}`,
  visit: { done: 'Done', today: 'Today', cancelled: 'Cancelled', missed: 'Missed', open: 'Not confirmed yet', booked: 'Booked', past: 'Past' },
}

/* Of a person nothing is known here but a name, so the sentences go without a gender. */
const es: typeof en = {
  did: { opened_document: 'abrió un documento', saved_document: 'guardó un documento como archivo', saw_document_page: 'miró la página de un documento', opened_record: 'abrió la historia' },
  previews: { one: 'vio en pequeño # documento', other: 'vio en pequeño # documentos' },
  roles: {
    owner: 'titular', privacy_officer: 'responsable de privacidad', dentist: 'dentista', hygienist: 'higienista', assistant: 'asistente',
    front_desk: 'recepción', billing: 'facturación', self: 'paciente', parent: 'madre o padre', guardian: 'tutor o tutora',
    carer: 'a cargo de su cuidado', helper: 'persona de apoyo', shared_by_you: 'compartido por usted', guest_of_patient: 'compartido desde el portal', guest_of_staff: 'compartido por la consulta',
  },
  software: 'el programa',
  staff: 'personal',
  you: 'usted',
  ruleOf: (name) => `la regla de ${name}`,
  nobody: { record: 'Nadie ha abierto aún esta historia', document: 'Nadie ha abierto aún este documento' },
  opened: {
    record: { one: '# persona ha abierto esta historia', other: '# personas han abierto esta historia' },
    document: { one: '# persona ha abierto este documento', other: '# personas han abierto este documento' },
  },
  witness: (opened, last, day) => `${opened}; la última vez, ${last}, el ${day}`,
  visit: { done: 'Hecha', today: 'Hoy', cancelled: 'Cancelada', missed: 'No acudió', open: 'Sin confirmar', booked: 'Reservada', past: 'Pasada' },
}

/** What the portal calls people, visits and openings, in the reader's language. */
export const portalWords: Record<Lang, typeof en> = { en, es }
