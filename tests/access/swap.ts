import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { performUnder } from '@/lib/access/perform'
import { all } from '@/lib/access/conditions'
import { hashPassword } from '@/lib/auth/password'
import { linkForPatient, linkForStaff } from '@/lib/documents/links'
import { newFileKey } from '@/lib/vault/keys'
import { sheetForPatient, sheetForStaff } from '@/lib/documents/sheet'
import { linkForGuest } from '@/lib/shares/links'
import { parseLink } from '@/lib/vault/link'
import { vault } from '@/lib/vault/rings'
import { parseSheetLink } from '@/lib/vault/sheet-link'
import { makeFolder } from '../factories/folder'
import { makeShare } from '../factories/share'
import { world } from '../factories/world'

/*
 * For every operation that takes an id: who may use it, with which ids of their own, and with which of others it must
 * answer as if they did not exist. A field without an entry here fails the test, and so does an entry without a field.
 */

/** The small world, and one thing of every kind on the far side of each wall. */
export async function swapScene() {
  const w = await world()
  const { put, a, b, people, members, patients } = w
  const hash = () => createHash('sha256').update(randomBytes(32)).digest()
  const later = new Date(Date.now() + 3_600_000)

  const patient = () => put('patient', {
    practice_id: a.id, chart_number: `S-${randomBytes(4).toString('hex')}`, given_name: 'Swap', family_name: 'Own', birth_date: '1991-02-03',
    email: 'swap@mail.example', sort_key: 'own swap',
  })
  const member = async () => {
    const person = await put('identity.person', { display_name: 'A colleague', email: `${randomUUID()}@alder.example`, epoch: 1, password_hash: 'none' })
    const id = await put('membership', { practice_id: a.id, person_id: person, display_name: 'A colleague' })
    await put('membership_role', { practice_id: a.id, membership_id: id, role: 'billing' })
    return id
  }
  const invitation = (practice: string, of: string | null, by?: string) => put('invitation', {
    practice_id: practice, kind: of ? 'patient' : 'staff', channel: 'mail', token_hash: hash(), email: 'invited@mail.example', display_name: 'Invited',
    created_by_name: 'Somebody', expires_at: later, ...(of ? { patient_id: of, relation: 'self' } : { roles: ['billing'] }),
    ...(by ? { relation: 'helper', by_patient: true, created_by: by } : {}),
  })
  const access = async (practice: string, of: string) => put('portal_access', {
    practice_id: practice, patient_id: of, relation: 'carer', display_name: 'A carer',
    person_id: await put('identity.person', { display_name: 'A carer', email: `${randomUUID()}@mail.example`, epoch: 1 }),
  })
  const alert = (practice: string, of: string) => put('patient_alert', { practice_id: practice, patient_id: of, kind: 'allergy', text: 'Latex' })
  const contact = (practice: string, of: string) => put('patient_contact', { practice_id: practice, patient_id: of, kind: 'other', name: 'A neighbour' })
  // Open ones would close what other rows try; an interval that is over serves as well until the control.
  const closed = (practice: string, by: string, open: boolean) => put('switch', {
    practice_id: practice, function: 'writes', closed_by: by, closed_by_name: 'Somebody', why: 'a test', ...(open ? {} : { until_at: new Date() }),
  })
  const workstation = (practice: string, by: string, token = randomBytes(32)) =>
    put('workstation', { practice_id: practice, name: 'Front desk', enrolled_by: by, token_hash: createHash('sha256').update(token.toString('base64url')).digest() })
  const phone = (person: string) => put('identity.phone', { person_id: person, token_hash: hash(), expires_at: later })

  const sent = { uploaded_by_patient: true, sent_as: 'paper' }
  /** A file that comes in parts, as between two of its requests. */
  const onItsWay = async (practice: typeof a, of: string | null, hat: string, bySender: boolean) => {
    const id = await put('document', { practice_id: practice.id, patient_id: of, uploaded_by: hat, uploaded_by_name: 'x', ...(bySender ? sent : {}) })
    const { wrapped } = vault().keys.use(practice.key, (key) => newFileKey(key, { practice: practice.id, document: id, version: 1, variant: 'orig' }, 1))
    await put('document_version', { practice_id: practice.id, document_id: id, version: 1, declared_size: 10, key_version: 1, storage_key: randomUUID(), wrapped_dek: Buffer.from(wrapped) })
    return id
  }
  /** A file that has come and is not filed. */
  const waiting = async (practice: typeof a, of: string, hat: string, bySender: boolean) => {
    const id = await put('document', { practice_id: practice.id, patient_id: of, uploaded_by: hat, uploaded_by_name: 'x', ...(bySender ? sent : {}) })
    await put('document_version', {
      practice_id: practice.id, document_id: id, version: 1, declared_size: 10, key_version: 1, storage_key: randomUUID(), wrapped_dek: Buffer.alloc(40), state: 'ready',
      content_type: 'application/pdf', byte_size: 10, sha256: Buffer.alloc(32), commitment: Buffer.alloc(32), ready_at: new Date(),
    })
    return id
  }

  /** Found by its credential's id, not by a UUID. */
  const passkey = async (person: string) => {
    const id = randomBytes(32).toString('base64url')
    await w.database.asSuperuser('insert into identity.passkey (credential_id, person_id, public_key) values ($1, $2, $3)', [id, person, Buffer.alloc(77)])
    return id
  }

  /** Filed, whole, and released to nobody. */
  const paper = async (practice: string, of: string, by: string) => {
    const id = await put('document', {
      practice_id: practice, patient_id: of, title: 'A paper', category: 'letter', taken_on: '2026-03-04', filed_at: new Date(), filed_by: by, uploaded_by: by, uploaded_by_name: 'Somebody',
    })
    await put('document_version', {
      practice_id: practice, document_id: id, version: 1, state: 'ready', content_type: 'application/pdf', byte_size: 1, sha256: Buffer.alloc(32), storage_key: randomUUID(),
      key_version: 1, wrapped_dek: Buffer.alloc(40), commitment: Buffer.alloc(32), ready_at: new Date(),
    })
    return id
  }
  const wrong = async (practice: string, stands: string, stood: string, by: string) => {
    const document = await paper(practice, stands, by)
    const id = await put('privacy_case', {
      practice_id: practice, kind: 'wrong_patient', document_id: document, patient_id: stood, right_patient_id: stands, title: 'A paper', shown: true,
      stood_from: new Date(), why: 'a test', opened_by: by, opened_by_name: 'Somebody',
    })
    return { document, id }
  }
  const second = await put('patient', { practice_id: b.id, chart_number: 'B-2', given_name: 'Second', family_name: 'Far', birth_date: '1971-01-01', sort_key: 'far second' })

  const farWrong = await wrong(b.id, patients.berta, second, members.dentistB)

  const desk = randomBytes(32)
  await workstation(a.id, members.owner, desk)
  const pin = await hashPassword('274913')
  for (const [practice, id] of [[a.id, members.hygienist], [b.id, members.dentistB]] as const)
    await w.database.asSuperuser('insert into staff_pin (practice_id, membership_id, pin_hash) values ($1, $2, $3)', [practice, id, pin])

  const kept = keeping(w)
  const there = { practice: b.id, patient: patients.berta, member: members.dentistB }
  const farImports = {
    reading: await kept.imported(there, 'reading'), checking: await kept.imported(there, 'checking'), checked: await kept.imported(there, 'checked'),
    open: await kept.imported(there, 'open'), undoing: await kept.imported(there, 'undoing'),
  }
  const far = {
    standing: await kept.standing(there), damaged: await kept.damaged(there), deleted: await kept.deleted(there), hold: await kept.hold(there), overdue: await kept.overdue(there),
    patient: patients.berta, document: w.documents.bertaReleased.id, member: members.dentistB, invitation: await invitation(b.id, null),
    patientInvitation: await invitation(b.id, patients.berta), access: w.hats.berta, alert: await alert(b.id, patients.berta),
    contact: await contact(b.id, patients.berta), switch: await closed(b.id, members.dentistB, true), workstation: await workstation(b.id, members.dentistB),
    phone: await phone(people.berta), passkey: await passkey(people.berta), session: (await w.session(people.berta)).id,
    onItsWay: await onItsWay(b, patients.berta, members.dentistB, false), sending: await onItsWay(b, patients.berta, w.hats.berta, true), waiting: await waiting(b, patients.berta, w.hats.berta, true),
    privacyCase: farWrong.id, movedDocument: farWrong.document,
  }
  const beside = {
    patientInvitation: await invitation(a.id, patients.ben), access: w.hats.ben, alert: await alert(a.id, patients.ben),
    contact: await contact(a.id, patients.ben), phone: await phone(people.ben), passkey: await passkey(people.ben), session: (await w.session(people.ben)).id,
    sending: await onItsWay(a, patients.ben, w.hats.ben, true), colleagues: await onItsWay(a, patients.anna, members.desk, false), parents: await onItsWay(a, patients.anna, w.hats.parent, true),
    waiting: await waiting(a, patients.ben, w.hats.ben, true), parentsWaiting: await waiting(a, patients.anna, w.hats.parent, true),
    helper: await access(a.id, patients.ben), byThePractice: await invitation(a.id, patients.anna), byAnother: await invitation(a.id, patients.ben, w.hats.ben),
  }
  const asked = async (practice: string, of: string, by: string) => {
    const id = await put('document', { practice_id: practice, patient_id: of, uploaded_by: by, uploaded_by_name: 'North Street' })
    await put('document_version', { practice_id: practice, document_id: id, version: 1, storage_key: randomUUID(), key_version: 1, wrapped_dek: Buffer.alloc(40) })
    return id
  }
  // Guests: of papers and of a request, and whoever else holds the like.
  const papers = { documents: [w.documents.annaReleased.id], save: true }
  const ofBerta = { practice: b.id, patient: patients.berta, by: { as: 'staff' as const, hat: members.dentistB } }
  const guests = {
    share: await makeShare(w, papers), otherShare: await makeShare(w, papers), endedShare: await makeShare(w, { ...papers, ended: true }),
    overShare: await makeShare(w, { ...papers, sessionOver: true }), bens: await makeShare(w, { patient: patients.ben, documents: [w.documents.benReleased.id] }),
    far: await makeShare(w, { ...ofBerta, documents: [w.documents.bertaReleased.id], save: true }),
    request: await makeShare(w, { direction: 'in' }), otherRequest: await makeShare(w, { direction: 'in' }), endedRequest: await makeShare(w, { direction: 'in', ended: true }),
    overRequest: await makeShare(w, { direction: 'in', sessionOver: true }), farRequest: await makeShare(w, { ...ofBerta, direction: 'in' }),
  }
  const files = {
    other: await asked(a.id, patients.anna, guests.otherRequest.share), far: await asked(b.id, patients.berta, guests.farRequest.share), offices: await asked(a.id, patients.anna, members.owner),
  }
  // Folder programs: one whose ids are tried, and whoever else holds the like.
  const at = (practice: typeof a, by: string) => ({ practice: practice.id, by })
  const folders = {
    one: await makeFolder(w), other: await makeFolder(w), ended: await makeFolder(w, { ended: true }), off: await makeFolder(w, { computerEnded: true }), far: await makeFolder(w, at(b, members.dentistB)),
  }
  const brought = { other: await onItsWay(a, null, folders.other.folder, false), far: await onItsWay(b, null, folders.far.folder, false) }
  return { ...w, guests: { ...guests, sent: files }, folders: { ...folders, brought }, far, farImports, beside, make: { asked, ...kept, onItsWay, waiting, patient, member, invitation, access, alert, contact, closed, workstation, phone, passkey, paper, wrong }, deskCookie: desk.toString('base64url'), controls: false }
}

type Where = { practice: string; patient: string; member: string }
/** Papers that stand, are damaged, were deleted or are due to be destroyed, and a hold. */
function keeping({ put, database }: Awaited<ReturnType<typeof world>>) {
  const paper = async ({ practice, patient, member }: Where, more: Record<string, unknown> = {}, version: Record<string, unknown> = {}) => {
    const id = await put('document', {
      practice_id: practice, patient_id: patient, category: 'letter', title: 'Swapped', taken_on: '2001-01-01', filed_at: new Date(), uploaded_by: member, uploaded_by_name: 'Olive', ...more,
    })
    await put('document_version', {
      practice_id: practice, document_id: id, version: 1, state: 'ready', content_type: 'application/pdf', byte_size: 1, sha256: Buffer.alloc(32),
      storage_key: randomBytes(16).toString('hex'), key_version: 1, wrapped_dek: Buffer.alloc(40), commitment: Buffer.alloc(32), ready_at: new Date(), ...version,
    })
    return id
  }
  return {
    standing: (at: Where) => paper(at),
    damaged: (at: Where) => paper(at, {}, { state: 'corrupt', failure: 'missing' }),
    deleted: async (at: Where) => {
      const id = await paper(at, { deleted_at: new Date(), deleted_why: 'a test' })
      await put('destruction', { practice_id: at.practice, document_id: id, cause: 'deletion', why: 'a test', ordered_by: at.member, ordered_by_name: 'Olive' })
      return id
    },
    /** An index of one row that fits, at some step. */
    imported: async ({ practice, patient, member }: Where, state: string) => {
      const undone = state === 'undoing' ? { undone_by: member, undone_by_name: 'Olive', undone_why: 'a test' } : {}
      const id = await put('import_batch', {
        practice_id: practice, started_by: member, started_by_name: 'Olive', state, columns: ['file', 'chart', 'last', 'first', 'born', 'date'], row_count: 1, ...undone,
        mapping: JSON.stringify({ columns: { file: 0, chartNumber: 1, lastName: 2, firstName: 3, birthDate: 4, takenOn: 5 }, dates: 'mdy', unknown: 'other' }),
      })
      await database.asSuperuser(`insert into import_row (practice_id, batch_id, line, path, path_key, patient_id, category, title, taken_on, state)
        values ($1, $2, 2, 'a.pdf', 'a.pdf', $3, 'letter', 'A letter', '2020-01-01', 'clean')`, [practice, id, patient])
      return id
    },
    hold: ({ practice, patient, member }: Where) => put('legal_hold', { practice_id: practice, patient_id: patient, why: 'a test', placed_by: member, placed_by_name: 'Olive' }),
    /** Of a patient who has not come for a lifetime, under a rule of ten years. */
    overdue: async (at: Where) => {
      const rules = await database.asSuperuser('select 1 from retention_rule where practice_id = $1 and until_at is null', [at.practice])
      if (rules.length === 0) await put('retention_rule', { practice_id: at.practice, years: 10, set_by: at.member, set_by_name: 'Olive' })
      const patient = await put('patient', {
        practice_id: at.practice, chart_number: `D-${randomBytes(4).toString('hex')}`, given_name: 'Long', family_name: 'Ago', birth_date: '1930-01-01', sort_key: 'ago long',
      })
      return paper({ ...at, patient })
    },
  }
}
export type Scene = Awaited<ReturnType<typeof swapScene>>

type Made = Record<string, unknown>
/** One field that takes an id: how the caller's own comes about, and which others must be worth nothing. */
export type Field = {
  own: (s: Scene, made: Made, token: string) => unknown
  foreign: (s: Scene) => Record<string, unknown> | Promise<Record<string, unknown>>
  /** An id that never existed; a random UUID where nothing is said. */
  absent?: (own: unknown) => unknown
}
export type SwapRow = {
  /** Whose hat may: the owner of the first practice, its patient Anna, either as a mere person, or an enrolled computer, a guest, or a folder program. */
  as: 'owner' | 'anna' | 'owner as a person' | 'anna as a person' | 'workstation' | 'guest of a share' | 'guest of a request' | 'folder'
  fields: Record<string, Field>
  input: (ids: Made) => Made
  /** What an answer must be to count as the positive control, where "it did not refuse" says too little. */
  worked?: (output: unknown) => boolean
}
/** Links that are worth something to whoever holds them take no id of anybody; why, and what else they need. */
export type Bearer = { bearer: string }

const other = 'of another practice'
const beside = 'of another patient here'

const patient: Field = { own: (s) => s.make.patient(), foreign: (s) => ({ [other]: s.far.patient }) }
const archived: Field = {
  own: async (s) => {
    const id = await s.make.patient()
    await s.database.asSuperuser(`update patient set archived_at = now(), archived_why = 'left' where id = $1`, [id])
    return id
  },
  foreign: patient.foreign,
}
const held: Field = {
  own: async (s) => {
    const id = await s.make.patient()
    await s.put('legal_hold', { practice_id: s.a.id, patient_id: id, why: 'a test', placed_by: s.members.owner, placed_by_name: 'Olive' })
    return id
  },
  foreign: patient.foreign,
}
const withAccess: Field = { own: (s) => s.patients.anna, foreign: patient.foreign }
const member: Field = { own: (s) => s.make.member(), foreign: (s) => ({ [other]: s.far.member }) }
const document = (name: keyof Scene['documents']): Field => ({
  own: (s) => s.documents[name].id, foreign: (s) => ({ [other]: s.far.document }),
})
/** One of her own, filed and seen by nobody: what is done to it is done to no other row's. */
const throwaway: Field = {
  own: (s) => s.make.paper(s.a.id, s.patients.anna, s.members.owner), foreign: (s) => ({ [other]: s.far.document }),
}
/** Whom a release of Anna's may name. */
const reader: Field = { own: (s) => s.hats.parent, foreign: (s) => ({ [beside]: s.hats.ben, [other]: s.hats.berta, 'one whose access is over': s.hats.formerParent }) }
const privacyCase: Field = {
  own: async (s) => (await s.make.wrong(s.a.id, s.patients.anna, s.patients.ben, s.members.owner)).id, foreign: (s) => ({ [other]: s.far.privacyCase }),
}
/** A document on its way in, as between the two commits of an upload. */
const arriving: Field = {
  own: async (s) => {
    const id = await s.put('document', { practice_id: s.a.id, patient_id: s.patients.anna, uploaded_by: s.members.owner, uploaded_by_name: 'Olive' })
    await s.put('document_version', { practice_id: s.a.id, document_id: id, version: 1, storage_key: randomUUID(), key_version: 1, wrapped_dek: Buffer.alloc(40) })
    return id
  },
  foreign: (s) => ({ [other]: s.far.document }),
}
/** What is laid by hand on both sides of the wall; see `keeping`. */
const laid = (kind: keyof Scene['far'] & keyof ReturnType<typeof keeping>): Field => ({
  own: (s) => s.make[kind]({ practice: s.a.id, patient: s.patients.anna, member: s.members.owner }), foreign: (s) => ({ [other]: s.far[kind] }),
})
/** A document that the scanner could not look through. */
const heldBack: Field = {
  own: async (s) => {
    const id = await s.put('document', { practice_id: s.a.id, patient_id: s.patients.anna, uploaded_by: s.members.owner, uploaded_by_name: 'Olive' })
    await s.put('document_version', {
      practice_id: s.a.id, document_id: id, version: 1, state: 'held', failure: 'scan_too_large', storage_key: randomUUID(), key_version: 1, wrapped_dek: Buffer.alloc(40),
      content_type: 'application/pdf', byte_size: 10, sha256: Buffer.alloc(32), commitment: Buffer.alloc(32),
    })
    return id
  },
  foreign: (s) => ({ [other]: s.far.document }),
}
/** An upload in parts, of this hat. */
const inParts = (side: 'staff' | 'patient'): Field => ({
  own: (s) => (side === 'staff' ? s.make.onItsWay(s.a, s.patients.anna, s.members.owner, false) : s.make.onItsWay(s.a, s.patients.anna, s.hats.anna, true)),
  foreign: (s) => (side === 'staff'
    ? { [other]: s.far.onItsWay, 'of a colleague': s.beside.colleagues, 'of a patient here': s.beside.parents }
    : { [other]: s.far.sending, [beside]: s.beside.sending, 'of her parent’s hat': s.beside.parents, 'of the office, for her': s.beside.colleagues }),
})
/** What has arrived whole and waits to be filed. */
const waiting = (by: 'office' | 'anna'): Field => ({
  own: (s) => (by === 'anna' ? s.make.waiting(s.a, s.patients.anna, s.hats.anna, true) : s.make.waiting(s.a, s.patients.anna, s.members.desk, false)),
  foreign: (s) => ({ [other]: s.far.waiting, 'filed already': s.documents.annaReleased.id }),
})
const hersWaiting: Field = {
  own: waiting('anna').own,
  foreign: (s) => ({
    [other]: s.far.waiting, [beside]: s.beside.waiting, 'sent by her parent’s hat': s.beside.parentsWaiting,
    'her own, unfiled, of the office': s.documents.annaUnfiled.id, 'filed already': s.documents.annaReleased.id,
  }),
}
const mine: Field = {
  own: (s) => s.documents.annaReleased.id,
  foreign: (s) => ({
    'her own, held': s.documents.annaHeld.id, 'her own, withdrawn': s.documents.annaWithdrawn.id, 'her own, run out': s.documents.annaExpired.id,
    'her own, unfiled': s.documents.annaUnfiled.id, [beside]: s.documents.benReleased.id, [other]: s.far.document,
  }),
}
const staffInvitation: Field = {
  own: (s) => s.make.invitation(s.a.id, null),
  foreign: (s) => ({ [other]: s.far.invitation, 'of a patient here': s.beside.patientInvitation }),
}
const within = (kind: 'patientInvitation' | 'access' | 'alert' | 'contact', make: (s: Scene, patient: string) => Promise<string>): Field => ({
  own: (s, made) => make(s, String(made['patient'])),
  foreign: (s) => ({ [other]: s.far[kind], [beside]: s.beside[kind] }),
})
const access = within('access', (s, of) => s.make.access(s.a.id, of))
/** Somebody who helps Anna: hers to narrow and end, as others' helpers and her own access are not. */
const helperOfHers: Field = {
  own: (s) => s.make.access(s.a.id, s.patients.anna),
  foreign: (s) => ({
    [other]: s.far.access, [beside]: s.beside.access, 'her own': s.hats.anna, 'ended already': s.hats.formerParent, 'a helper of another patient': s.beside.helper,
  }),
}
const helperInvitation: Field = {
  own: (s) => s.make.invitation(s.a.id, s.patients.anna, s.hats.anna),
  foreign: (s) => ({
    [other]: s.far.patientInvitation, [beside]: s.beside.patientInvitation, 'sent by the practice': s.beside.byThePractice, 'sent by another patient': s.beside.byAnother,
  }),
}
/** An import at some step, made anew for each control; and one of the other practice at the same. */
const imported = (state: 'reading' | 'checking' | 'checked' | 'open' | 'undoing'): Field => ({
  own: (s) => s.make.imported({ practice: s.a.id, patient: s.patients.anna, member: s.members.owner }, state),
  foreign: (s) => ({ [other]: s.farImports[state] }),
})
/** A place in a list. It names no row, so any id will do, and none may change the answer. */
const place: Field = { own: (s) => s.documents.annaReleased.id, foreign: (s) => ({ [other]: s.far.document, [beside]: s.documents.benReleased.id }) }
const someone: Field = { own: (s) => s.members.desk, foreign: (s) => ({ [other]: s.far.member }) }

const link = (as: 'staff' | 'patient'): Field => {
  const to = async (s: Scene, token: string, hat: object, id: string, who: 'staff' | 'patient') => {
    const caller = { token, requestId: randomUUID(), act: true }
    const { address } = who === 'staff'
      ? await performUnder(all, linkForStaff, caller, hat as never, { document: id })
      : await performUnder(all, linkForPatient, caller, hat as never, { document: id })
    const parsed = parseLink(address)
    if (parsed.outcome !== 'parsed') throw new Error('the link does not parse')
    return parsed.link
  }
  return {
    own: (s, _made, token) => (as === 'staff'
      ? to(s, token, { practice: s.a.id }, s.documents.annaHeld.id, 'staff')
      : to(s, token, { portal: s.hats.anna }, s.documents.annaReleased.id, 'patient')),
    foreign: async (s) => ({
      [other]: await to(s, (await s.session(s.people.berta)).token, { portal: s.hats.berta }, s.far.document, 'patient'),
      [beside]: await to(s, (await s.session(s.people.ben)).token, { portal: s.hats.ben }, s.documents.benReleased.id, 'patient'),
      'of another session': as === 'staff'
        ? await to(s, (await s.session(s.people.owner)).token, { practice: s.a.id }, s.documents.annaHeld.id, 'staff')
        : await to(s, (await s.session(s.people.anna)).token, { portal: s.hats.anna }, s.documents.annaReleased.id, 'patient'),
    }),
    absent: (own) => ({ ...(own as object), document: randomUUID() }),
  }
}

/** As a document's link, of a set. */
const sheetLink = (as: 'staff' | 'patient'): Field => {
  const to = async (token: string, hat: object, id: string, who: 'staff' | 'patient') => {
    const caller = { token, requestId: randomUUID(), act: true }
    const { address } = who === 'staff'
      ? await performUnder(all, sheetForStaff, caller, hat as never, { documents: [id] })
      : await performUnder(all, sheetForPatient, caller, hat as never, { documents: [id] })
    return parseSheetLink(address)
  }
  return {
    own: (s, _made, token) => (as === 'staff'
      ? to(token, { practice: s.a.id }, s.documents.annaHeld.id, 'staff') : to(token, { portal: s.hats.anna }, s.documents.annaReleased.id, 'patient')),
    foreign: async (s) => ({
      [other]: await to((await s.session(s.people.berta)).token, { portal: s.hats.berta }, s.far.document, 'patient'),
      [beside]: await to((await s.session(s.people.ben)).token, { portal: s.hats.ben }, s.documents.benReleased.id, 'patient'),
      'of another session': as === 'staff'
        ? await to((await s.session(s.people.owner)).token, { practice: s.a.id }, s.documents.annaHeld.id, 'staff')
        : await to((await s.session(s.people.anna)).token, { portal: s.hats.anna }, s.documents.annaReleased.id, 'patient'),
    }),
    absent: (own) => ({ ...(own as object), documents: [randomUUID()] }),
  }
}

/** A share of a patient's; `patient` where a patient's own share is meant. */
const share = (by: 'staff' | 'patient'): Field => ({
  own: async (s) => (await makeShare(s, by === 'patient' ? { by: { as: 'patient', hat: s.hats.anna } } : {})).share,
  foreign: async (s) => ({ [other]: s.guests.far.share, [beside]: s.guests.bens.share, ...(by === 'patient' ? { 'the office’s': s.guests.share.share } : {}) }),
})
const guestLink: Field = {
  own: (s) => guestsLink(s, s.guests.share, s.documents.annaReleased.id),
  foreign: async (s) => ({
    'of another share of the same paper': await guestsLink(s, s.guests.otherShare, s.documents.annaReleased.id),
    [other]: await guestsLink(s, s.guests.far, s.far.document),
    [`${beside}, signed for herself`]: await link('patient').own(s, {}, (await s.session(s.people.anna)).token),
  }),
  absent: (own) => ({ ...(own as object), document: randomUUID() }),
}
async function guestsLink(_s: Scene, { share: of, cookie }: { share: string; cookie: string }, document: string) {
  const { address } = await performUnder(all, linkForGuest, { token: null, guest: cookie, requestId: randomUUID(), act: true }, { share: of }, { document })
  const parsed = parseLink(address)
  if (parsed.outcome !== 'parsed') throw new Error('the link does not parse')
  return parsed.link
}
/** A guest's file on its way in. */
const sending: Field = {
  own: (s) => s.make.asked(s.a.id, s.patients.anna, s.guests.request.share),
  foreign: (s) => ({ 'of another request': s.guests.sent.other, [other]: s.guests.sent.far, 'of the office’s own': s.guests.sent.offices }),
}

/** A folder program's upload, in parts. */
const brought: Field = {
  own: (s) => s.make.onItsWay(s.a, null, s.folders.one.folder, false),
  foreign: (s) => ({ 'of another program': s.folders.brought.other, [other]: s.folders.brought.far, 'of a colleague': s.beside.colleagues, 'of a patient here': s.beside.parents, 'filed already': s.documents.annaReleased.id }),
}

const letter: Bearer = { bearer: 'whoever holds the letter or slip; dead links answer as one: tests/db/enrolment, tests/db/shares' }
const typed = { givenName: 'Swap', familyName: 'Own', birthDate: '1991-02-03', language: 'en' }
const at = '2020-01-01T00:00:00.000000Z'

export const swaps: Record<string, SwapRow | Bearer> = {
  'documents.list': { as: 'owner', fields: { patient: withAccess, 'before.id': place }, input: ({ patient, 'before.id': id }) => ({ patient, before: { takenOn: '2030-01-01', id } }), worked: (o) => (o as { items: unknown[] }).items.length > 0 },
  'documents.show': { as: 'owner', fields: { document: document('annaHeld') }, input: (ids) => ids },
  'documents.link': { as: 'owner', fields: { document: document('annaHeld') }, input: (ids) => ids },
  'documents.redeem': { as: 'owner', fields: { link: link('staff') }, input: (ids) => ids },
  'documents.compare': { as: 'owner', fields: { document: document('annaHeld') }, input: (ids) => ids },
  'documents.sheet_link': { as: 'owner', fields: { 'documents.0': document('annaHeld') }, input: (ids) => ({ documents: [ids['documents.0']] }) },
  'documents.sheet': { as: 'owner', fields: { link: sheetLink('staff') }, input: (ids) => ids },
  'documents.arrive': { as: 'owner', fields: { patient }, input: ({ patient }) => ({ patient, fileName: 'swap.pdf' }) },
  'documents.arrived': {
    as: 'owner', fields: { document: arriving },
    input: ({ document }) => ({ document, contentType: 'application/pdf', byteSize: 10, sha256: Buffer.alloc(32), commitment: Buffer.alloc(32), width: null, height: null }),
  },
  'documents.arrival_failed': { as: 'owner', fields: { document: arriving }, input: ({ document }) => ({ document, state: 'rejected', failure: 'a test' }) },
  'documents.arriving': { as: 'owner', fields: { document: document('annaHeld') }, input: (ids) => ids, worked: (o) => (o as { ready: boolean }).ready },
  'documents.decide_held': { as: 'owner', fields: { document: heldBack }, input: ({ document }) => ({ document, version: 1, decision: 'take', why: 'a test' }) },
  'documents.upload_state': { as: 'owner', fields: { document: inParts('staff') }, input: (ids) => ids },
  'documents.upload_turn': { as: 'owner', fields: { document: inParts('staff') }, input: ({ document }) => ({ document, offset: 0 }) },
  'documents.upload_cancel': { as: 'owner', fields: { document: inParts('staff') }, input: (ids) => ids },
  'documents.move_unfiled': { as: 'owner', fields: { document: waiting('office'), patient }, input: (ids) => ids },
  'documents.discard_unfiled': { as: 'owner', fields: { document: waiting('office') }, input: ({ document }) => ({ document, why: 'a test' }) },
  'documents.return': { as: 'owner', fields: { document: waiting('anna') }, input: ({ document }) => ({ document, word: 'a test' }) },
  'portal.send.state': { as: 'anna', fields: { document: inParts('patient') }, input: (ids) => ids },
  'portal.send.turn': { as: 'anna', fields: { document: inParts('patient') }, input: ({ document }) => ({ document, offset: 0 }) },
  'portal.send.cancel': { as: 'anna', fields: { document: inParts('patient') }, input: (ids) => ids },
  'portal.send.failed': { as: 'anna', fields: { document: inParts('patient') }, input: ({ document }) => ({ document, state: 'rejected', failure: 'a test' }) },
  'portal.send.complete': {
    as: 'anna', fields: { document: inParts('patient') },
    input: ({ document }) => ({ document, contentType: 'application/pdf', byteSize: 10, sha256: Buffer.alloc(32), commitment: Buffer.alloc(32), width: null, height: null }),
  },
  'portal.send.take_back': { as: 'anna', fields: { document: hersWaiting }, input: (ids) => ids },
  'documents.file': { as: 'owner', fields: { document: document('annaUnfiled') }, input: ({ document }) => ({ document, category: 'letter', title: 'Swapped', takenOn: '2026-03-04' }) },
  'documents.readdress': {
    as: 'owner', fields: { document: { ...throwaway, own: async (s) => { const id = await s.make.paper(s.a.id, s.patients.anna, s.members.owner); await s.release(s.a, s.patients.anna, id); return id } }, 'readers.0': reader },
    input: ({ document, 'readers.0': reader }) => ({ document, audience: 'named', readers: [reader] }),
  },
  'documents.wrong_patient': {
    as: 'owner', fields: { document: throwaway, right: patient }, input: ({ document, right }) => ({ document, right, why: 'a test' }),
  },
  'releases.choose': { as: 'owner', fields: { patient: withAccess }, input: (ids) => ids, worked: (o) => (o as { documents: unknown[] }).documents.length > 0 },
  'releases.together': {
    as: 'owner', fields: { 'documents.0': throwaway }, input: ({ 'documents.0': document }) => ({ documents: [document] }),
    worked: (o) => (o as { released: number }).released === 1,
  },
  'releases.leave_held': { as: 'owner', fields: { 'documents.0': throwaway }, input: ({ 'documents.0': document }) => ({ documents: [document] }) },
  'releases.left': { as: 'owner', fields: { patient: withAccess }, input: (ids) => ids },
  'privacy.prepare': { as: 'owner', fields: { document: document('annaHeld') }, input: (ids) => ids },
  'privacy.show': { as: 'owner', fields: { case: privacyCase }, input: (ids) => ids },
  'privacy.of_document': {
    as: 'owner', fields: { document: { own: async (s) => (await s.make.wrong(s.a.id, s.patients.anna, s.patients.ben, s.members.owner)).document, foreign: (s) => ({ [other]: s.far.movedDocument }) } },
    input: (ids) => ids,
    worked: (o) => (o as { stood: unknown[] }).stood.length === 1,
  },
  'privacy.note': { as: 'owner', fields: { case: privacyCase }, input: (ids) => ({ ...ids, text: 'a test' }) },
  'privacy.close': { as: 'owner', fields: { case: privacyCase }, input: (ids) => ({ ...ids, finding: 'a test', done: 'a test' }) },
  'documents.review': { as: 'owner', fields: { document: document('annaHeld') }, input: (ids) => ids },
  'documents.release': {
    as: 'owner', fields: { document: document('annaHeld'), 'readers.0': reader },
    input: ({ document, 'readers.0': reader }) => ({ document, audience: 'named', readers: [reader] }),
  },
  'documents.withdraw': { as: 'owner', fields: { document: document('benReleased') }, input: ({ document }) => ({ document, why: 'a test' }) },
  'documents.kept': { as: 'owner', fields: { document: document('annaHeld') }, input: (ids) => ids },
  'documents.correct': { as: 'owner', fields: { document: laid('standing') }, input: ({ document }) => ({ document, fileName: 'swap.pdf', why: 'a test' }) },
  'imports.show': { as: 'owner', fields: { batch: imported('checked') }, input: (ids) => ids },
  'imports.state': { as: 'owner', fields: { batch: imported('checked') }, input: (ids) => ids },
  'imports.problems': { as: 'owner', fields: { batch: imported('checked') }, input: (ids) => ids },
  'imports.add_rows': { as: 'owner', fields: { batch: imported('reading') }, input: (ids) => ({ ...ids, rows: [{ line: 9, cells: ['a'] }] }) },
  'imports.read': { as: 'owner', fields: { batch: imported('reading') }, input: (ids) => ({ ...ids, columns: ['file'], rows: 1 }) },
  'imports.forget': { as: 'owner', fields: { batch: imported('checked') }, input: (ids) => ids },
  'imports.map': { as: 'owner', fields: { batch: imported('checked') }, input: (ids) => ({ ...ids, file: 0, chartNumber: 1, lastName: 2, firstName: 3, birthDate: 4, takenOn: 5 }) },
  'imports.check': { as: 'owner', fields: { batch: imported('checking') }, input: (ids) => ids },
  'imports.open': { as: 'owner', fields: { batch: imported('checked') }, input: (ids) => ids },
  'imports.match': { as: 'owner', fields: { batch: imported('open') }, input: (ids) => ({ ...ids, paths: ['a.pdf'] }), worked: (o) => (o as { matches: { fits: string }[] }).matches[0]?.fits === 'wanted' },
  'imports.arrive': { as: 'owner', fields: { batch: imported('open') }, input: (ids) => ({ ...ids, line: 2, path: 'a.pdf', size: 10 }) },
  'imports.file': { as: 'owner', fields: { batch: imported('open') }, input: (ids) => ids },
  'imports.finish': { as: 'owner', fields: { batch: imported('open') }, input: (ids) => ids },
  'imports.undo': { as: 'owner', fields: { batch: imported('open') }, input: (ids) => ({ ...ids, why: 'a test' }) },
  'imports.undo_further': { as: 'owner', fields: { batch: imported('undoing') }, input: (ids) => ids },
  'deletion.delete': { as: 'owner', fields: { document: laid('standing') }, input: ({ document }) => ({ document, why: 'a test' }) },
  'deletion.restore': { as: 'owner', fields: { document: laid('deleted') }, input: (ids) => ids },
  'retention.holdsOfPatient': { as: 'owner', fields: { patient: held }, input: (ids) => ids, worked: (o) => (o as { holds: unknown[] }).holds.length > 0 },
  'retention.placeHold': { as: 'owner', fields: { document: laid('standing'), patient: { own: () => undefined, foreign: patient.foreign } }, input: (ids) => ({ ...ids, why: 'a test' }) },
  'retention.endHold': { as: 'owner', fields: { patient: { own: (s) => s.patients.anna, foreign: patient.foreign }, document: { own: () => undefined, foreign: laid('standing').foreign }, hold: laid('hold') }, input: (ids) => ({ ...ids, why: 'a test' }) },
  'retention.confirm': { as: 'owner', fields: { 'documents.0': laid('overdue') }, input: ({ 'documents.0': id }) => ({ documents: [id] }) },
  'quota.recheck': { as: 'owner', fields: { document: laid('damaged') }, input: (ids) => ids },
  'portal.documents.list': { as: 'anna', fields: { 'before.id': place }, input: ({ 'before.id': id }) => ({ before: { takenOn: '2030-01-01', id } }), worked: (o) => (o as { items: unknown[] }).items.length > 0 },
  'portal.documents.show': { as: 'anna', fields: { document: mine }, input: (ids) => ids },
  'portal.documents.link': { as: 'anna', fields: { document: mine }, input: (ids) => ids },
  'portal.documents.redeem': { as: 'anna', fields: { link: link('patient') }, input: (ids) => ids },
  'portal.documents.compare': { as: 'anna', fields: { document: mine }, input: (ids) => ids },
  'portal.documents.sheet_link': { as: 'anna', fields: { 'documents.0': mine }, input: (ids) => ({ documents: [ids['documents.0']] }) },
  'portal.documents.sheet': { as: 'anna', fields: { link: sheetLink('patient') }, input: (ids) => ids },
  'portal.looks': { as: 'anna', fields: { 'before.id': place }, input: ({ 'before.id': id }) => ({ before: { at: '2020-01-01T00:00:00Z', id } }) },

  'people.revoke': { as: 'anna', fields: { invitation: helperInvitation }, input: (ids) => ids },
  'people.narrow': { as: 'anna', fields: { access: helperOfHers }, input: ({ access }) => ({ access, scope: 'categories', categories: ['letter'] }) },
  'people.end': { as: 'anna', fields: { access: helperOfHers }, input: (ids) => ids },

  'patients.list': {
    as: 'owner', fields: { after: withAccess, before: { ...withAccess, own: () => undefined } }, input: (ids) => ids,
    worked: (o) => (o as { items: { givenName: string }[] }).items.every(({ givenName }) => givenName !== 'Anna'),
  },
  'patients.open': { as: 'owner', fields: { patient }, input: (ids) => ids },
  'patients.update': { as: 'owner', fields: { patient }, input: ({ patient }) => ({ patient, version: 1, ...typed, address: '1 Swap Street' }) },
  'patients.archive': { as: 'owner', fields: { patient }, input: ({ patient }) => ({ patient, why: 'a test' }) },
  'patients.unarchive': { as: 'owner', fields: { patient: archived }, input: (ids) => ids },
  'patients.addContact': { as: 'owner', fields: { patient }, input: ({ patient }) => ({ patient, kind: 'other', name: 'A neighbour', phone: '(423) 555-0100' }) },
  'patients.endContact': { as: 'owner', fields: { patient, contact: within('contact', (s, of) => s.make.contact(s.a.id, of)) }, input: (ids) => ids },
  'patients.addAlert': { as: 'owner', fields: { patient }, input: ({ patient }) => ({ patient, kind: 'allergy', text: 'Latex' }) },
  'patients.endAlert': { as: 'owner', fields: { patient, alert: within('alert', (s, of) => s.make.alert(s.a.id, of)) }, input: (ids) => ids },

  'history.practice': { as: 'owner', fields: { patient: withAccess, by: someone, 'before.id': place }, input: ({ patient, by, 'before.id': id }) => ({ patient, by, before: { at, id } }), worked: (o) => (o as { patient: unknown }).patient !== null },
  'history.mine': { as: 'owner', fields: { patient: withAccess, 'before.id': place }, input: ({ patient, 'before.id': id }) => ({ patient, before: { at, id } }), worked: (o) => (o as { patient: unknown }).patient !== null },
  'history.choices': { as: 'owner', fields: { patient: withAccess }, input: (ids) => ids, worked: (o) => (o as { portal: unknown[] }).portal.length > 0 },

  'invitations.ofPatient': { as: 'owner', fields: { patient }, input: (ids) => ids },
  'invitations.invitePatient': { as: 'owner', fields: { patient }, input: ({ patient }) => ({ patient, channel: 'counter', language: 'en' }) },
  'invitations.revoke': { as: 'owner', fields: { patient, invitation: within('patientInvitation', (s, of) => s.make.invitation(s.a.id, of)) }, input: (ids) => ids },
  'invitations.endAccess': { as: 'owner', fields: { patient, access }, input: ({ patient, access }) => ({ patient, access, why: 'a test' }) },
  'proxies.narrow': { as: 'owner', fields: { patient, access }, input: ({ patient, access }) => ({ patient, access, scope: 'categories', categories: ['letter'], why: 'a test' }) },
  'proxies.extend': { as: 'owner', fields: { patient, access }, input: ({ patient, access }) => ({ patient, access, why: 'a test', evidenceKind: 'own_word' }) },
  'recovery.verifyIdentity': { as: 'owner', fields: { patient, access }, input: ({ patient, access }) => ({ patient, access, how: 'photo_id' }) },

  'shares.choices': { as: 'owner', fields: { patient: withAccess }, input: (ids) => ids, worked: (o) => (o as { documents: unknown[] }).documents.length > 0 },
  'shares.ofPatient': { as: 'owner', fields: { patient: withAccess }, input: (ids) => ids, worked: (o) => (o as { shares: unknown[] }).shares.length > 0 },
  'shares.make': {
    as: 'owner', fields: { patient: withAccess, 'documents.0': { own: (s) => s.documents.annaHeld.id, foreign: (s) => ({ [other]: s.far.document, [beside]: s.documents.benReleased.id, 'unfiled': s.documents.annaUnfiled.id }) } },
    input: ({ patient, 'documents.0': id }) => ({ patient, documents: [id], recipientName: 'Dr. Alba Reyes', channel: 'show', save: 'yes' }),
  },
  'shares.ask': { as: 'owner', fields: { patient }, input: ({ patient }) => ({ patient, recipientName: 'North Street Imaging', channel: 'show', purpose: 'A film' }) },
  'shares.end': { as: 'owner', fields: { patient: withAccess, share: share('staff') }, input: (ids) => ids },
  'portal.shares.make': { as: 'anna', fields: { 'documents.0': mine }, input: ({ 'documents.0': id }) => ({ documents: [id], recipientName: 'Dr. Alba Reyes', channel: 'show', save: 'yes' }) },
  'portal.shares.end': { as: 'anna', fields: { share: share('patient') }, input: (ids) => ids },
  'shares.link': {
    as: 'guest of a share',
    fields: { document: { own: (s) => s.documents.annaReleased.id, foreign: (s) => ({ 'hers, not shared': s.documents.annaHeld.id, [beside]: s.documents.benReleased.id, [other]: s.far.document }) } },
    input: (ids) => ids,
  },
  'shares.redeem': { as: 'guest of a share', fields: { link: guestLink }, input: (ids) => ids },
  'sending.arrived': {
    as: 'guest of a request', fields: { document: sending },
    input: ({ document }) => ({ document, contentType: 'application/pdf', byteSize: 10, sha256: Buffer.alloc(32), commitment: Buffer.alloc(32), width: null, height: null }),
  },
  'folders.make': {
    as: 'owner', fields: { workstation: { own: (s) => s.make.workstation(s.a.id, s.members.owner), foreign: (s) => ({ [other]: s.far.workstation }) } },
    input: ({ workstation }) => ({ workstation, name: 'Scanner' }), worked: (o) => (o as { credential: string }).credential.startsWith('folder.'),
  },
  'folders.end': { as: 'owner', fields: { folder: { own: async (s) => (await makeFolder(s)).folder, foreign: (s) => ({ [other]: s.folders.far.folder, 'ended already': s.folders.ended.folder }) } }, input: (ids) => ids },
  'folder.turn': { as: 'folder', fields: { document: brought }, input: ({ document }) => ({ document, offset: 0 }) },
  'folder.state': { as: 'folder', fields: { document: brought }, input: (ids) => ids },
  'folder.arrived': {
    as: 'folder', fields: { document: brought },
    input: ({ document }) => ({ document, contentType: 'application/pdf', byteSize: 10, sha256: Buffer.alloc(32), commitment: Buffer.alloc(32), width: null, height: null }),
  },
  'folder.failed': { as: 'folder', fields: { document: brought }, input: ({ document }) => ({ document, state: 'rejected', failure: 'a test' }) },
  'folder.cancel': { as: 'folder', fields: { document: brought }, input: (ids) => ids },
  'workstations.open_chart': { as: 'owner', fields: { patient }, input: (ids) => ids },
  'workstations.leave_chart': { as: 'owner', fields: { patient }, input: (ids) => ids },
  'sending.failed': { as: 'guest of a request', fields: { document: sending }, input: ({ document }) => ({ document, state: 'rejected', failure: 'a test' }) },

  'members.show': { as: 'owner', fields: { member }, input: (ids) => ids },
  'members.changeRoles': { as: 'owner', fields: { member }, input: ({ member }) => ({ member, roles: ['assistant'] }) },
  'members.remove': { as: 'owner', fields: { member }, input: ({ member }) => ({ member, why: 'a test' }) },
  'members.resendInvitation': { as: 'owner', fields: { invitation: staffInvitation }, input: (ids) => ids },
  'members.revokeInvitation': { as: 'owner', fields: { invitation: staffInvitation }, input: (ids) => ids },
  'recovery.ofMember': { as: 'owner', fields: { member }, input: (ids) => ids },
  'recovery.approveMember': { as: 'owner', fields: { member }, input: ({ member }) => ({ member, how: 'A telephone call' }) },

  'practice.reopen': {
    as: 'owner',
    fields: { switch: { own: (s) => s.make.closed(s.a.id, s.members.owner, s.controls), foreign: (s) => ({ [other]: s.far.switch }) } },
    input: (ids) => ({ ...ids, why: 'a test' }),
  },
  'workstations.end': {
    as: 'owner', fields: { workstation: { own: (s) => s.make.workstation(s.a.id, s.members.owner), foreign: (s) => ({ [other]: s.far.workstation }) } }, input: (ids) => ids,
  },
  'workstations.switch': {
    as: 'workstation',
    fields: { member: { own: (s) => s.members.hygienist, foreign: (s) => ({ [other]: s.far.member, 'a former member': s.members.former }) } },
    input: ({ member }) => ({ member, pin: '274913' }),
  },

  'phones.end': { as: 'anna as a person', fields: { phone: { own: (s) => s.make.phone(s.people.anna), foreign: (s) => ({ [beside]: s.beside.phone, [other]: s.far.phone }) } }, input: (ids) => ids },
  'factors.removePasskey': {
    as: 'anna as a person',
    fields: {
      passkey: {
        own: (s) => s.make.passkey(s.people.anna), foreign: (s) => ({ [beside]: s.beside.passkey, [other]: s.far.passkey }),
        absent: () => randomBytes(32).toString('base64url'),
      },
    },
    input: (ids) => ids,
  },
  'sessions.end': {
    as: 'anna as a person',
    fields: { session: { own: async (s) => (await s.session(s.people.anna)).id, foreign: (s) => ({ [beside]: s.beside.session, [other]: s.far.session }) } },
    input: (ids) => ids,
  },
  'pins.choose': { as: 'owner as a person', fields: { member: { own: (s) => s.members.owner, foreign: (s) => ({ 'a colleague’s': s.members.desk, [other]: s.far.member }) } }, input: ({ member }) => ({ member, pin: '274913', again: '274913' }) },
  'pins.remove': { as: 'owner as a person', fields: { member: { own: (s) => s.members.owner, foreign: (s) => ({ 'a colleague’s': s.members.desk, [other]: s.far.member }) } }, input: (ids) => ids },

  'email.confirm': letter, 'email.object': letter, 'email.showLink': letter,
  'invitations.show': letter, 'invitations.open': letter, 'invitations.joinStaff': letter, 'invitations.joinByPassword': letter,
  'invitations.joinByPhone': letter, 'invitations.accept': letter, 'invitations.showToMe': letter,
  'shares.look': letter, 'shares.open': letter,
  'recovery.show': letter, 'recovery.recoverPatient': letter, 'recovery.recoverMember': letter,
}
