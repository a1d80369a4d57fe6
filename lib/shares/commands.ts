import 'server-only'
import { sql } from 'kysely'
import { nothing, policyVersion } from '@/lib/access/audit'
import { AppError, kept, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { guestCookie } from '@/lib/auth/cookies'
import { giveCookie } from '@/lib/auth/jar'
import { bucket, callersNetwork, secondsToWait, settle, spoken } from '@/lib/auth/throttle'
import { codeHash, newToken, tokenHash } from '@/lib/auth/token'
import { requestLetter, shareLetter } from '@/lib/shares/letters'
import { endShare, putDocuments, writeShare } from '@/lib/shares/make'
import { holdsTheLink, sharesDocuments, sharesOwnRecord } from '@/lib/shares/policy'
import { asking, ofPatientShare, ofShare, openingShare, sharingByPatient, sharingByStaff, type Made } from '@/lib/shares/schema'

/** A referral: a patient's papers for a colleague outside, whether or not the patient herself sees them. */
export const shareByStaff = command({
  name: 'shares.make',
  as: 'staff',
  input: sharingByStaff,
  allow: sharesDocuments,
  closedBy: ['documents', 'writes'],
  stepUp: true,
  run: async ({ db, principal, input, now, mail }): Promise<Made> => {
    const patient = await db.selectFrom('patient').select('id')
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.patient).where('archivedAt', 'is', null).executeTakeFirst()
    if (!patient) notFound()
    const save = input.save === 'yes'
    const { made, token } = await writeShare(db, principal, { ...input, direction: 'out', recipientEmail: input.recipientEmail, hours: Number(input.hours), uses: Number(input.uses), save }, now)
    await putDocuments(db, principal, patient.id, made.share, input.documents, save)
    if (made.email) await mail(shareLetter({ to: made.email, token, practice: principal.practice.name, language: input.language, from: principal.name }))
    return made
  },
  audit: ({ input, output }) => ({
    patientId: output ? input.patient : null, subjectId: output?.share ?? input.patient,
    detail: { documents: input.documents.length, channel: input.channel, save: input.save === 'yes', hours: Number(input.hours) },
  }),
})

/** The same by the patient herself, of what she sees. */
export const shareByPatient = command({
  name: 'portal.shares.make',
  as: 'patient',
  input: sharingByPatient,
  allow: sharesOwnRecord,
  closedBy: ['documents', 'portal', 'writes'],
  stepUp: true,
  run: async ({ db, principal, input, now, mail, call }): Promise<Made> => {
    const [may] = await call(sql<{ shares: boolean }>`select access.portal_shares() as shares`)
    if (!may?.shares) throw new AppError('forbidden', 'part of a record is not passed on', { says: 'You act for somebody in part of the record, and that part is not yours to pass on. Ask the patient or the office.' })
    const save = input.save === 'yes'
    const { made, token } = await writeShare(db, principal, { ...input, direction: 'out', patient: principal.patientId, recipientEmail: input.recipientEmail, hours: Number(input.hours), uses: Number(input.uses), save }, now)
    await putDocuments(db, principal, principal.patientId, made.share, input.documents, save)
    if (made.email) await mail(shareLetter({ to: made.email, token, practice: principal.practice.name, language: input.language, from: null }))
    return made
  },
  audit: ({ principal, input, output }) => ({
    patientId: principal.patientId, subjectId: output?.share ?? null,
    detail: { documents: input.documents.length, channel: input.channel, save: input.save === 'yes', hours: Number(input.hours) },
  }),
})

/** Asks another office for files of one patient: a link that takes them in, and shows nothing of the record. */
export const askForFiles = command({
  name: 'shares.ask',
  as: 'staff',
  input: asking,
  allow: sharesDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now, mail }): Promise<Made> => {
    const patient = await db.selectFrom('patient').select('id')
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.patient).where('archivedAt', 'is', null).executeTakeFirst()
    if (!patient) notFound()
    // Five, because a busy office comes back after a telephone call; it ends for good with "That is all".
    const { made, token } = await writeShare(db, principal, { ...input, direction: 'in', recipientEmail: input.recipientEmail, hours: 72, uses: 5, save: false }, now)
    if (made.email) await mail(requestLetter({ to: made.email, token, practice: principal.practice.name, language: input.language, from: principal.name }))
    return made
  },
  audit: ({ input, output }) => ({ patientId: output ? input.patient : null, subjectId: output?.share ?? input.patient, detail: { channel: input.channel } }),
})

/** Ends a share or a request, from the recipient's next request on. */
export const endShareByStaff = command({
  name: 'shares.end',
  as: 'staff',
  input: ofPatientShare,
  allow: sharesDocuments,
  closedBy: [],
  run: ({ db, principal, input, now }) => endShare(db, principal, input.share, input.patient, now),
  audit: ({ input, output }) => ({ patientId: output ? input.patient : null, subjectId: input.share }),
})

export const endShareByPatient = command({
  name: 'portal.shares.end',
  as: 'patient',
  input: ofShare,
  allow: sharesOwnRecord,
  // Taking back is what people want to do when something is wrong: nothing closes it but the portal itself.
  closedBy: ['portal'],
  run: ({ db, principal, input, now }) => endShare(db, principal, input.share, principal.patientId, now),
  audit: ({ principal, input }) => ({ patientId: principal.patientId, subjectId: input.share }),
})

type Tried = { outcome: 'right' | 'wrong' | 'gone'; triesLeft: number; share: string | null; direction: 'out' | 'in' | null }

/**
 * One try at the six digits: the only thing that uses a link up, and only by POST, so that a program that looks at the links in
 * a mail costs its reader nothing. Links that are none are counted against where they come from; a wrong code counts at its
 * share alone, so that an office full of recipients does not wait for each other.
 */
export const openShare = command({
  name: 'shares.open',
  as: 'visitor',
  input: openingShare,
  allow: holdsTheLink,
  closedBy: [],
  run: async ({ db, input, requestId }): Promise<{ outcome: Tried['outcome']; triesLeft: number; next: string | null }> => {
    const from = [bucket('share from network', await callersNetwork(), 100, 10)]
    const wait = await secondsToWait(db, from)
    if (wait > 0) throw tooOften(wait)
    const { token, hash } = newToken()
    const { rows } = await sql<Tried>`select * from identity.try_share_code(${tokenHash(input.token)}, ${codeHash('share', input.code)},
      ${hash}, ${policyVersion})`.execute(db)
    const tried = rows[0] ?? notFound('no answer')
    if (tried.outcome === 'right') await giveCookie(guestCookie(), token)
    else {
      await sql`select identity.record_event(null, null, ${requestId}, 'shares.open', 'deny', ${tried.outcome}, '{}')`.execute(db)
      const late = tried.outcome === 'gone' ? await settle(db, from, true) : 0
      if (late > 0) return kept(tooOften(late))
    }
    const next = tried.outcome === 'right' ? `/${tried.direction === 'in' ? 'send-in' : 'shared'}/${tried.share}` : null
    return { outcome: tried.outcome, triesLeft: tried.triesLeft, next }
  },
  audit: nothing('a right code is recorded by the database with the session that it opens; wrong ones among the installation’s events'),
})

const tooOften = (seconds: number) =>
  new AppError('slow_down', 'too many codes', { says: `There were too many tries from here. Please wait ${spoken(seconds)}, then try again.`, retryAfter: seconds })
