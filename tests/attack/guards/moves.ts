import { randomUUID } from 'node:crypto'
import { performUnder } from '@/lib/access/perform'
import { audience } from '@/lib/documents/audience'
import { linkForPatient } from '@/lib/documents/links'
import { listDocuments } from '@/lib/documents/queries'
import { newPracticeKey } from '@/lib/vault/keys'
import { vault } from '@/lib/vault/rings'
import { listMyDocuments, showMyDocument } from '@/lib/portal/queries'
import { altered, arrive, become, replace, rest, signed, switchOf } from './laying'
import { looseLink, looseList, loosePage } from './loose'
import type { Absent, Ask, Rig } from './rig'
import type { Combined } from './table'

/** One attack, laid out in a world. */
export type Move = {
  /** Tries it under the guards that are left, and gives whatever came out. Throws where it was refused. */
  attempt: (absent: Absent) => Promise<unknown>
  /** Whether that holds anything of the record. */
  leaks: (outcome: unknown) => boolean
  /** The request as the product's doors get it: to be tried whole, with every guard. */
  door?: { address: string; token: string | null; headers?: Record<string, string> }
  /** The rightful reader, at the same document, in the same moment or as soon as what forbids it is gone. */
  control: { hat: string; person: string; document: { id: string; bytes: Uint8Array }; after?: () => Promise<unknown> }
}

type Doc = { id: string; bytes: Uint8Array; title: string }

/** How each attack of the table is tried: one list, as long as the table. A row without a move does not compile. */
export const moves: Record<Combined, (rig: Rig) => Promise<Move>> = {
  'address-other-patient': async (rig) => {
    const { w } = rig
    const { token, id } = await w.session(w.people.anna, { assurance: 1 })
    // The door looks whether the document is in sight before it signs, so whoever gets a link got past that look.
    return byBytes(rig, { token, hat: w.hats.anna, document: w.documents.benReleased.id, link: signed(rig, id, w.hats.anna, w.documents.benReleased.id) },
      w.documents.benReleased, { hat: w.hats.ben, person: w.people.ben })
  },
  'door-other-patient': async (rig) => {
    const { w } = rig
    const { token } = await w.session(w.people.anna, { assurance: 1 })
    const document = w.documents.benReleased
    // An address instead of a refusal says that the document is there.
    const move = byTitle(rig, document, { hat: w.hats.ben, person: w.people.ben }, (absent) => {
      const asked = [rig.caller(token, absent), { portal: w.hats.anna }, { document: document.id }] as const
      return absent.has('statement') ? performUnder(rig.conditions(absent), looseLink, ...asked) : performUnder(rig.conditions(absent), linkForPatient, ...asked)
    })
    return { ...move, leaks: (outcome) => (outcome as { address: string }).address.includes(document.id) }
  },
  'page-other-patient': async (rig) => {
    const { w } = rig
    const { token } = await w.session(w.people.anna, { assurance: 1 })
    const document = w.documents.benReleased
    return byTitle(rig, document, { hat: w.hats.ben, person: w.people.ben }, (absent) => {
      const asked = [rig.caller(token, absent), { portal: w.hats.anna }, { document: document.id }] as const
      return absent.has('statement') ? performUnder(rig.conditions(absent), loosePage, ...asked) : performUnder(rig.conditions(absent), showMyDocument, ...asked)
    })
  },
  'cursor-other-patient': async (rig) => {
    const { w } = rig
    const { token } = await w.session(w.people.anna, { assurance: 1 })
    const document = w.documents.benReleased
    return byTitle(rig, document, { hat: w.hats.ben, person: w.people.ben }, (absent) =>
      list(rig, token, w.hats.anna, absent, { before: { takenOn: '2099-01-01', id: document.id } }))
  },
  'list-unreleased': async (rig) => {
    const { w } = rig
    const { token } = await w.session(w.people.anna, { assurance: 1 })
    return byTitle(rig, w.documents.annaHeld, { hat: w.members.hygienist, person: w.people.hygienist }, (absent) => list(rig, token, w.hats.anna, absent))
  },
  'link-document': async (rig) => {
    const { w } = rig
    const { token, id } = await w.session(w.people.anna, { assurance: 1 })
    const link = altered(signed(rig, id, w.hats.anna, w.documents.annaReleased.id), { document: w.documents.benReleased.id })
    return byBytes(rig, { token, hat: w.hats.anna, document: w.documents.benReleased.id, link }, w.documents.benReleased, { hat: w.hats.ben, person: w.people.ben })
  },
  'sent-by-other': async (rig) => {
    const { w } = rig
    const { token, id } = await w.session(w.people.anna, { assurance: 1 })
    const { document } = await arrive(rig, w.patients.ben, `sent by Ben ${randomUUID()}`)
    await w.database.asSuperuser('update document set uploaded_by_patient = true where id = $1', [document.id])
    const link = altered(signed(rig, id, w.hats.anna, w.documents.annaReleased.id), { document: document.id })
    return byBytes(rig, { token, hat: w.hats.anna, document: document.id, link }, document, { hat: w.hats.ben, person: w.people.ben })
  },
  'out-of-scope': async (rig) => {
    const { document } = await arrive(rig, rig.w.patients.anna, `a letter beyond ${randomUUID()}`)
    await rig.w.release(rig.w.a, rig.w.patients.anna, document.id)
    return narrowed(rig, document, { scope: 'categories', categories: ['radiograph'] })
  },
  'kept-apart': async (rig) => {
    const { document } = await arrive(rig, rig.w.patients.anna, `sent by the other parent ${randomUUID()}`)
    await rig.w.database.asSuperuser('update document set uploaded_by_patient = true, uploaded_by = $2 where id = $1', [document.id, rig.w.hats.parent])
    return narrowed(rig, document, { sees_others_uploads: false })
  },
  'link-hat': async (rig) => {
    const { w } = rig
    const { token, id } = await w.session(w.people.ben, { assurance: 1 })
    const link = altered(signed(rig, id, w.hats.ben, w.documents.benReleased.id), { hat: w.hats.anna, document: w.documents.annaReleased.id })
    return byBytes(rig, { token, hat: w.hats.anna, document: w.documents.annaReleased.id, link }, w.documents.annaReleased, { hat: w.hats.anna, person: w.people.anna })
  },
  'link-version': async (rig) => {
    const { w } = rig
    const { token, id } = await w.session(w.people.anna, { assurance: 1 })
    const { of, replaced } = await replace(rig)
    const link = altered(signed(rig, id, w.hats.anna, of.id, 2), { version: 1 })
    return byBytes(rig, { token, hat: w.hats.anna, document: of.id, version: 1, link }, replaced, { hat: w.hats.anna, person: w.people.anna }, undefined, of)
  },
  'second-hat': async (rig) => {
    const { w } = rig
    const second = await w.put('portal_access', { practice_id: w.a.id, patient_id: w.patients.ben, person_id: w.people.parent, relation: 'parent', display_name: 'second hat' })
    const { token, id } = await w.session(w.people.parent, { assurance: 1 })
    const link = altered(signed(rig, id, w.hats.parent, w.documents.annaReleased.id), { hat: second })
    return byBytes(rig, { token, hat: second, document: w.documents.annaReleased.id, link }, w.documents.annaReleased, { hat: w.hats.parent, person: w.people.parent })
  },
  'patient-asks-staff': async (rig) => {
    const { w } = rig
    const { token, id } = await w.session(w.people.anna, { assurance: 2 })
    const link = altered(signed(rig, id, w.hats.anna, w.documents.annaReleased.id), { document: w.documents.annaHeld.id })
    return byBytes(rig, { token, hat: w.hats.anna, document: w.documents.annaHeld.id, link, asStaff: true }, w.documents.annaHeld, { hat: w.members.desk, person: w.people.desk })
  },

  'forward-person': (rig) => forwarded(rig, rig.w.people.ben),
  'forward-practice': (rig) => forwarded(rig, rig.w.people.dentistB),
  'forward-colleague': async (rig) => {
    const { w } = rig
    const [desk, billing] = [await w.session(w.people.desk), await w.session(w.people.billing)]
    const document = w.documents.annaHeld
    return byBytes(rig, { token: billing.token, hat: w.members.desk, document: document.id, link: signed(rig, desk.id, w.members.desk, document.id) },
      document, { hat: w.members.desk, person: w.people.desk })
  },
  'forward-anonymous': (rig) => forwarded(rig, null),
  'forward-headers': (rig) => forwarded(rig, null, {
    'x-request-id': randomUUID(), 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': audience(), host: 'elsewhere.example', forwarded: 'for=127.0.0.1',
    'x-enamel-path': `/portal/${rig.w.hats.anna}`, 'x-enamel-hat': rig.w.hats.anna, 'x-middleware-subrequest': 'proxy', authorization: `Bearer ${rig.w.hats.anna}`,
  }),

  'replay-signed-out': (rig) => replayed(rig, `ended_at = now(), ended_why = 'signed out'`),
  'replay-expired': (rig) => replayed(rig, `expires_at = now() - interval '1 second'`),
  'replay-locked': (rig) => replayed(rig, 'locked_at = now()'),
  'replay-idle': (rig) => replayed(rig, `last_act_at = now() - interval '3 hours', locked_at = null`),
  'replay-all-ended': (rig) => replayed(rig, 'person_epoch = 0'),
  'replay-seat': (rig) => replayed(rig, 'workstation_id = gen_random_uuid()'),
  'list-signed-out': (rig) => listReplayed(rig, `ended_at = now(), ended_why = 'signed out'`),
  'list-locked': (rig) => listReplayed(rig, 'locked_at = now()'),
  'one-factor': async (rig) => {
    const { w } = rig
    const { token, id } = await w.session(w.people.owner, { assurance: 1 })
    return byBytes(rig, { token, hat: w.members.owner, document: w.documents.annaHeld.id, link: signed(rig, id, w.members.owner, w.documents.annaHeld.id) },
      w.documents.annaHeld, { hat: w.members.owner, person: w.people.owner })
  },
  'list-one-factor': async (rig) => {
    const { w } = rig
    const { token } = await w.session(w.people.owner, { assurance: 1 })
    return byTitle(rig, w.documents.annaHeld, { hat: w.members.owner, person: w.people.owner }, (absent) =>
      performUnder(rig.conditions(absent), listDocuments, rig.caller(token, absent), { practice: w.a.id }, { patient: w.patients.anna }))
  },

  'former-member': async (rig) => {
    const { w } = rig
    // Her role's interval was left open: the membership's end must be enough by itself.
    const person = await w.put('identity.person', { display_name: 'former', epoch: 1 })
    const hat = await w.put('membership', { practice_id: w.a.id, person_id: person, display_name: 'Fern Former', until_at: new Date(), ended_why: 'left' })
    await w.put('membership_role', { practice_id: w.a.id, membership_id: hat, role: 'front_desk' })
    const { token, id } = await w.session(person)
    return byBytes(rig, { token, hat, document: w.documents.annaReleased.id, link: signed(rig, id, hat, w.documents.annaReleased.id) },
      w.documents.annaReleased, { hat: w.members.desk, person: w.people.desk })
  },
  'former-proxy': async (rig) => {
    const { w } = rig
    const hat = await w.put('portal_access', { practice_id: w.a.id, patient_id: w.patients.anna, person_id: w.people.nobody, relation: 'carer', display_name: 'carer' })
    const { token, id } = await w.session(w.people.nobody, { assurance: 1 })
    const ask = { token, hat, document: w.documents.annaReleased.id, link: signed(rig, id, hat, w.documents.annaReleased.id) }
    await rig.bytes(ask, new Set())
    await w.database.asSuperuser(`update portal_access set until_at = now(), ended_why = 'over' where id = $1`, [hat])
    return byBytes(rig, ask, w.documents.annaReleased, { hat: w.hats.anna, person: w.people.anna })
  },
  'expired-proxy': async (rig) => {
    const { w } = rig
    const hat = await w.put('portal_access', { practice_id: w.a.id, patient_id: w.patients.anna, person_id: w.people.nobody, relation: 'helper', display_name: 'helper',
      from_at: new Date(Date.now() - 86_400_000), expires_at: new Date(Date.now() - 1000) })
    const { token, id } = await w.session(w.people.nobody, { assurance: 1 })
    return byBytes(rig, { token, hat, document: w.documents.annaReleased.id, link: signed(rig, id, hat, w.documents.annaReleased.id) },
      w.documents.annaReleased, { hat: w.hats.anna, person: w.people.anna }, async () => {
        await w.database.asSuperuser(`update portal_access set until_at = now(), ended_why = 'over' where id = $1`, [hat])
      })
  },
  'member-without-role': async (rig) => {
    const { w } = rig
    const person = await w.put('identity.person', { display_name: 'roleless', epoch: 1 })
    const hat = await w.put('membership', { practice_id: w.a.id, person_id: person, display_name: 'Rory Roleless' })
    await w.put('membership_role', { practice_id: w.a.id, membership_id: hat, role: 'assistant', until_at: new Date(), ended_why: 'taken away' })
    const { token, id } = await w.session(person)
    return byBytes(rig, { token, hat, document: w.documents.annaReleased.id, link: signed(rig, id, hat, w.documents.annaReleased.id) },
      w.documents.annaReleased, { hat: w.members.billing, person: w.people.billing })
  },
  'release-withdrawn': (rig) => released(rig, `until_at = now(), ended_why = 'withdrawn'`),
  'release-expired': (rig) => released(rig, `from_at = now() - interval '2 days', expires_at = now() - interval '1 second'`),
  'never-released': async (rig) => {
    const { w } = rig
    const { token, id } = await w.session(w.people.anna, { assurance: 1 })
    const link = altered(signed(rig, id, w.hats.anna, w.documents.annaReleased.id), { document: w.documents.annaHeld.id })
    return byBytes(rig, { token, hat: w.hats.anna, document: w.documents.annaHeld.id, link }, w.documents.annaHeld, { hat: w.members.hygienist, person: w.people.hygienist })
  },

  'other-practice-document': otherPractice,

  'documents-closed': (rig) => closed(rig, 'documents'),
  'portal-closed': (rig) => closed(rig, 'portal'),
  'list-closed': async (rig) => {
    const { w } = rig
    const { token } = await w.session(w.people.anna, { assurance: 1 })
    const { open, shut } = await switchOf(rig, 'documents')
    const move = byTitle(rig, w.documents.annaReleased, { hat: w.hats.anna, person: w.people.anna, after: open }, (absent) => list(rig, token, w.hats.anna, absent))
    return { ...move, attempt: async (absent) => { await shut(); return move.attempt(absent) } }
  },
}

type Reader = Omit<Move['control'], 'document'>

function byBytes(rig: Rig, ask: Ask, target: Doc, reader: Reader, after?: () => Promise<unknown>, opens: Omit<Doc, 'title'> = target): Move {
  return {
    attempt: (absent) => rig.bytes(ask, absent),
    leaks: (outcome) => Buffer.from(target.bytes).equals(outcome as Buffer),
    door: { address: ask.link, token: ask.token },
    control: { ...reader, document: opens, ...(after ? { after } : {}) },
  }
}

function byTitle(rig: Rig, target: Doc, reader: Reader, attempt: (absent: Absent) => Promise<unknown>): Move {
  return {
    attempt: async (absent) => { await rig.take(absent); return attempt(absent) },
    leaks: (outcome) => JSON.stringify(outcome).includes(target.title),
    control: { ...reader, document: target },
  }
}

function list(rig: Rig, token: string, hat: string, absent: Absent, input: object = {}) {
  return absent.has('statement')
    ? performUnder(rig.conditions(absent), looseList, rig.caller(token, absent), { portal: hat }, {})
    : performUnder(rig.conditions(absent), listMyDocuments, rig.caller(token, absent), { portal: hat }, input)
}

/** Somebody who acts for Anna and does not see everything, at a document of hers that is out of sight. */
async function narrowed(rig: Rig, document: Doc, reach: object): Promise<Move> {
  const { w } = rig
  const person = await w.put('identity.person', { display_name: 'narrowed', epoch: 1 })
  const hat = await w.put('portal_access', { practice_id: w.a.id, patient_id: w.patients.anna, person_id: person, relation: 'guardian', display_name: 'narrowed', ...reach })
  const { token, id } = await w.session(person, { assurance: 1 })
  const link = altered(signed(rig, id, hat, w.documents.annaReleased.id), { document: document.id })
  return byBytes(rig, { token, hat, document: document.id, link }, document, { hat: w.hats.anna, person: w.people.anna })
}

async function forwarded(rig: Rig, to: string | null, headers?: Record<string, string>): Promise<Move> {
  const { w } = rig
  const reader = await w.session(w.people.anna, { assurance: 1 })
  const token = to && (await w.session(to)).token
  const ask = { token, hat: w.hats.anna, document: w.documents.annaReleased.id, link: signed(rig, reader.id, w.hats.anna, w.documents.annaReleased.id) }
  const move = byBytes(rig, ask, w.documents.annaReleased, { hat: w.hats.anna, person: w.people.anna })
  return { ...move, door: { address: ask.link, token, ...(headers ? { headers } : {}) } }
}

async function replayed(rig: Rig, becomes: string): Promise<Move> {
  const { w } = rig
  const { token, id } = await w.session(w.people.anna, { assurance: 1 })
  const ask = { token, hat: w.hats.anna, document: w.documents.annaReleased.id, link: signed(rig, id, w.hats.anna, w.documents.annaReleased.id) }
  await rig.bytes(ask, new Set())
  const move = byBytes(rig, ask, w.documents.annaReleased, { hat: w.hats.anna, person: w.people.anna })
  return { ...move, attempt: async (absent) => { await become(rig, id, becomes); return move.attempt(absent) } }
}

async function listReplayed(rig: Rig, becomes: string): Promise<Move> {
  const { w } = rig
  const { token, id } = await w.session(w.people.anna, { assurance: 1 })
  await become(rig, id, becomes)
  return byTitle(rig, w.documents.annaReleased, { hat: w.hats.anna, person: w.people.anna }, (absent) => list(rig, token, w.hats.anna, absent))
}

/** A document of Anna's, released, opened once so that its lease lives; then the release ends. */
async function released(rig: Rig, becomes: string): Promise<Move> {
  const { w } = rig
  const { document } = await arrive(rig, w.patients.anna, `was released ${randomUUID()}`)
  await w.release(w.a, w.patients.anna, document.id)
  const { token, id } = await w.session(w.people.anna, { assurance: 1 })
  const ask = { token, hat: w.hats.anna, document: document.id, link: signed(rig, id, w.hats.anna, document.id) }
  await rig.bytes(ask, new Set())
  await w.database.asSuperuser(`update release set ${becomes} where document_id = $1`, [document.id])
  return byBytes(rig, ask, document, { hat: w.hats.anna, person: w.people.anna }, async () => {
    await w.database.asSuperuser(`delete from release where document_id = $1`, [document.id])
    await w.release(w.a, w.patients.anna, document.id)
  })
}

async function closed(rig: Rig, name: 'documents' | 'portal'): Promise<Move> {
  const { w } = rig
  const { token, id } = await w.session(w.people.anna, { assurance: 1 })
  const ask = { token, hat: w.hats.anna, document: w.documents.annaReleased.id, link: signed(rig, id, w.hats.anna, w.documents.annaReleased.id) }
  await rig.bytes(ask, new Set())
  const { open, shut } = await switchOf(rig, name)
  const move = byBytes(rig, ask, w.documents.annaReleased, { hat: w.hats.anna, person: w.people.anna }, open)
  return { ...move, attempt: async (absent) => { await shut(); return move.attempt(absent) } }
}

/** Without the guard of encryption: everything about the file is made anew so that it opens under the other practice. */
async function otherPractice(rig: Rig): Promise<Move> {
  const { w } = rig
  const { token } = await w.session(w.people.dentistB)
  const target = w.documents.annaReleased
  const ask = { token, hat: w.members.dentistB, document: target.id, link: signed(rig, randomUUID(), w.members.dentistB, target.id) }
  const [mine] = await w.database.asSuperuser('select storage_key, wrapped_dek, commitment from document_version where document_id = $1', [target.id])
  const [key] = await w.database.asSuperuser('select root_kid, wrapped from practice_key where practice_id = $1', [w.a.id])
  const theirKey = newPracticeKey(vault().root, w.b.id, 1)
  const theirs = await rest(theirKey, { practice: w.b.id, document: target.id, version: 1, variant: 'orig' }, target.bytes)
  const lay = async (file: Record<string, unknown>, wrapped: Record<string, unknown>) => {
    await w.database.asIntruder('update document_version set storage_key = $2, wrapped_dek = $3, commitment = $4 where document_id = $1',
      [target.id, file['storage_key'], file['wrapped_dek'], file['commitment']])
    await w.database.asSuperuser('update practice_key set root_kid = $2, wrapped = $3 where practice_id = $1', [w.a.id, wrapped['root_kid'], wrapped['wrapped']])
  }
  const move = byBytes(rig, ask, target, { hat: w.hats.anna, person: w.people.anna })
  return {
    ...move,
    attempt: async (absent) => {
      if (!absent.has('encryption')) return move.attempt(absent)
      await lay(theirs, { root_kid: theirKey.rootKid, wrapped: Buffer.from(theirKey.wrapped) })
      try {
        return await move.attempt(absent)
      } finally {
        await lay(mine ?? {}, key ?? {})
      }
    },
  }
}
