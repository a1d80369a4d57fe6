import 'server-only'
import { anyone, roles, type Policy } from '@/lib/access/policy'

/** Who may send a patient's papers out of the house, or ask another office for some: those who may release. */
export const sharesDocuments = roles('owner', 'privacy_officer', 'dentist', 'hygienist', 'front_desk')

/** What was shared is seen by everybody who sees the papers themselves. */
export const seesShares = roles('owner', 'privacy_officer', 'dentist', 'hygienist', 'assistant', 'front_desk', 'billing')

/**
 * A patient shares what she sees. Who acts for her shares only with the whole record in reach, which the database says: part of
 * a record is trusted to one person, not to be passed on.
 */
export const sharesOwnRecord: Policy<'patient'> = {
  says: 'the patient, or who acts for her in all of her record, for what this hat sees',
  allows: () => true,
}

export const holdsTheLink = anyone<'visitor'>('the link and the code that it needs decide')
