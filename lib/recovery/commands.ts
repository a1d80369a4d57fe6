import 'server-only'
import { sql } from 'kysely'
import { nothing, policyVersion } from '@/lib/access/audit'
import { AppError, invalid, notFound } from '@/lib/access/errors'
import { command, type Run } from '@/lib/access/operation'
import { emailKey } from '@/lib/auth/email'
import { enter } from '@/lib/auth/enter'
import { hashPassword, passwordProblem } from '@/lib/auth/password'
import { codeHash, newCode, newToken, tokenHash } from '@/lib/auth/token'
import { notTooOften, worthNothing } from '@/lib/join/tries'
import { newId } from '@/lib/platform/ids'
import { approvedLink, askYourOwner, recovered, recoveryLink } from '@/lib/recovery/letters'
import { approvesRecovery, lostTheWay, verifiesIdentity } from '@/lib/recovery/policy'
import { approvingMember, asking, recoveringMember, recoveringPatient, verifyingIdentity, type Approval, type Recovered } from '@/lib/recovery/schema'
import { slowed } from '@/lib/recovery/slowed'

const identityKeepsIt = nothing('kept among the installation’s events, and in each practice’s record when it is done, by the database')

/** Somebody cannot sign in. The answer is the same for every address; only its mailbox learns more. */
export const askRecovery = command({
  name: 'recovery.ask',
  as: 'visitor',
  input: asking,
  allow: lostTheWay,
  closedBy: [],
  run: async ({ db, input, mail }) => {
    const key = emailKey(input.email)
    const done = { sent: true as const }
    // Too often is answered like once: a stranger must not learn whose letters are held back.
    if (await slowed(db, key)) return done
    const { token, hash } = newToken()
    const { rows } = await sql<{ kind: 'patient' | 'staff' | 'none'; email: string; language: string }>`
      select * from identity.ask_recovery(${key}, ${hash})`.execute(db)
    const { kind, email, language } = rows[0] ?? notFound('no answer')
    if (kind === 'patient') await mail(recoveryLink(email, token, language))
    else if (kind === 'staff') await mail(askYourOwner(email, language))
    // The same rows as with a letter, so that the time of the answer tells as little as its words.
    else await sql`select platform.enqueue_no_mail('recovery')`.execute(db)
    return done
  },
  audit: identityKeepsIt,
})

/** Records how somebody of the practice made sure who the patient is, and gives the code to be told, once. */
export const verifyIdentity = command({
  name: 'recovery.verifyIdentity',
  as: 'staff',
  input: verifyingIdentity,
  allow: verifiesIdentity,
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    const practiceId = principal.practice.id
    const access = await db.selectFrom('portalAccess').select(['personId', 'displayName'])
      .where('practiceId', '=', practiceId).where('id', '=', input.access).where('patientId', '=', input.patient)
      .where('untilAt', 'is', null).executeTakeFirst()
    if (!access) notFound()
    const code = newCode()
    const expiresAt = new Date(now.getTime() + 86_400_000)
    const check = newId()
    await db.insertInto('recoveryCheck').values({
      practiceId, id: check, patientId: input.patient, personId: access.personId, how: input.how, note: input.note,
      checkedBy: principal.hatId, checkedByName: principal.name, codeHash: codeHash('recovery', code), expiresAt,
    }).execute()
    return { check, code, name: access.displayName, expiresAt }
  },
  audit: ({ input, output }) => ({ patientId: output ? input.patient : null, subjectId: output?.check ?? input.access, detail: { how: input.how } }),
})

/** The end for a patient: the letter's link, the code that was told, a new password. */
export const recoverPatient = command({
  name: 'recovery.recoverPatient',
  as: 'visitor',
  input: recoveringPatient,
  allow: lostTheWay,
  closedBy: [],
  run: (given) => finish(given, given.input, 15, codeHash('recovery', given.input.code)),
  audit: identityKeepsIt,
})

/** The end for a member of staff or a responder: the link that two persons, or the operator, let out. */
export const recoverMember = command({
  name: 'recovery.recoverMember',
  as: 'visitor',
  input: recoveringMember,
  allow: lostTheWay,
  closedBy: [],
  run: (given) => finish(given, given.input, 8, null),
  audit: identityKeepsIt,
})

/** One approval that a member of staff gets back in; after the second person's the link is mailed. */
export const approveMember = command({
  name: 'recovery.approveMember',
  as: 'staff',
  input: approvingMember,
  allow: approvesRecovery,
  closedBy: [],
  stepUp: 'full',
  run: async ({ db, input, mail }): Promise<Approval> => {
    const { token, hash } = newToken()
    const { rows } = await sql<{ state: Approval['state'] | 'already' | 'self' | 'none' | 'fixed'; email: string; language: string }>`
      select * from access.approve_recovery(${input.member}, ${input.how}, ${hash})`.execute(db)
    const { state, email, language } = rows[0] ?? notFound()
    if (state === 'none') notFound()
    if (state === 'already' || state === 'self' || state === 'fixed') throw new AppError('conflict', `recovery ${state}`, { says: refusals[state] })
    if (state === 'approved') await mail(approvedLink(email, token, language))
    return { state }
  },
  audit: ({ input, output }) => ({ subjectId: input.member, detail: { state: output?.state ?? '' } }),
})

const refusals = {
  already: 'You have approved this already. A second person must too.',
  self: 'Two others must approve this for you.',
  fixed: 'The accounts of the demo keep the ways they sign in.',
}

type Tried = { outcome: 'right' | 'wrong' | 'gone'; triesLeft: number }
type Given = Pick<Run<'visitor', 'command', unknown>, 'db' | 'mail'>
type Row = { outcome: Recovered['outcome']; kind: 'patient' | 'staff' | 'welcome'; personId: string; triesLeft: number | null; email: string | null; language: string }

/**
 * A wrong code is answered and not thrown, so that the try stays counted. The database says what link and code are worth
 * before the new password is worked out: anybody can make up a link.
 */
async function finish({ db, mail }: Given, input: { token: string; password: string }, length: 8 | 15, code: Buffer | null): Promise<Recovered> {
  const problem = passwordProblem(input.password, { length, about: [] })
  if (problem) invalid('password', problem)
  await notTooOften(db)
  const { rows: tries } = await sql<Tried>`select * from identity.try_recovery(${tokenHash(input.token)}, ${code})`.execute(db)
  const tried = tries[0] ?? notFound('no answer')
  if (tried.outcome !== 'right') return worthNothing(db, { outcome: tried.outcome, triesLeft: tried.triesLeft, next: '' })
  const { rows } = await sql<Row>`select * from identity.recover(${tokenHash(input.token)}, ${code}, ${await hashPassword(input.password)}, ${policyVersion})`.execute(db)
  const row = rows[0]
  if (row?.outcome !== 'recovered') return { outcome: row?.outcome ?? 'gone', triesLeft: row?.triesLeft ?? 0, next: '' }
  await enter(db, { personId: row.personId, method: 'recovery' })
  if (row.email && row.kind !== 'welcome') await mail(recovered(row.email, row.language))
  return { outcome: 'recovered', triesLeft: 0, next: row.kind === 'patient' ? '/hats' : '/account/factors?enrol&next=/hats' }
}
