import 'server-only'
import type { Kind, PrincipalOf, Role } from '@/lib/access/principal'

/**
 * Who may do a thing, as a sentence that can be read aloud and a function that decides it. A policy judges the principal
 * alone: which rows it then meets is row-level security's part, so that no policy ever looks at a row to say no.
 */
export type Policy<K extends Kind> = { says: string; allows: (principal: PrincipalOf<K>) => boolean }

/** Anyone at all; the reason is part of the sentence. */
export const anyone = <K extends Kind>(why: string): Policy<K> => ({ says: `anyone, because ${why}`, allows: () => true })

/** Whoever wears the hat that the operation is for. */
export const everyHat = <K extends Kind>(why: string): Policy<K> => ({ says: `whoever wears this hat, because ${why}`, allows: () => true })

/** Staff who hold at least one of these roles now. */
export const roles = (...wanted: Role[]): Policy<'staff'> => ({
  says: `staff who are ${wanted.join(' or ').replaceAll('_', ' ')}`,
  allows: (staff) => staff.roles.some((role) => wanted.includes(role)),
})

/** All who treat or serve patients: every role of the practice. */
export const allStaff: Policy<'staff'> = {
  says: 'everybody who works at the practice and holds a role there',
  allows: (staff) => staff.roles.length > 0,
}

/** Somebody outside whom papers were shared with. */
export const readsTheShare: Policy<'guest'> = {
  says: 'whoever typed the right code for this share, while it lasts',
  allows: (guest) => guest.direction === 'out',
}

/** Somebody outside who was asked for files. */
export const sendsWhatWasAsked: Policy<'guest'> = {
  says: 'whoever typed the right code for this request, until it is finished',
  allows: (guest) => guest.direction === 'in',
}

/** A practice's own program at one of its computers. */
export const bringsFiles: Policy<'folder'> = {
  says: 'the folder program whose credential it is, until somebody ends it, for what it brings itself',
  allows: () => true,
}

/** A patient or her proxy, for the one patient whom the hat stands for. */
export const ownRecord: Policy<'patient'> = {
  says: 'the patient, or who acts for her, for the one record of this hat',
  allows: () => true,
}
