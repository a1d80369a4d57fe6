import 'server-only'
import { sql } from 'kysely'
import { nothing, policyVersion } from '@/lib/access/audit'
import { AppError, invalid, notFound } from '@/lib/access/errors'
import { command, type Run } from '@/lib/access/operation'
import { joinCookie, phoneCookie } from '@/lib/auth/cookies'
import { emailKey } from '@/lib/auth/email'
import { enter } from '@/lib/auth/enter'
import { dropCookie, giveCookie } from '@/lib/auth/jar'
import { hashPassword, passwordProblem } from '@/lib/auth/password'
import { deviceName } from '@/lib/auth/phone'
import { codeHash, newToken, tokenHash } from '@/lib/auth/token'
import { askForEmail } from '@/lib/email/service'
import { accessReplaced } from '@/lib/join/letters'
import { mayJoin, noInvitation, pass } from '@/lib/join/look'
import { acceptsForOneself, holdsTheLink } from '@/lib/join/policy'
import type { Letter } from '@/lib/platform/letter'
import { joiningByPassword, joiningByPhone, joiningStaff, ofLink, openingLink, type CodeTried } from '@/lib/join/schema'

const identityKeepsIt = nothing('the practice’s record is written by the database with the hat itself')

type Joined = { outcome: 'joined' | 'exists' | 'gone' | 'other'; kind: 'staff' | 'patient'; personId: string; practiceId: string; practiceName: string; hatId: string; phoneId: string | null; emailProven: boolean; replacedEmail: string | null; replacedLanguage: string | null }

/** One try at the six digits. It answers instead of throwing: a refused try must stay counted. */
export const openInvitation = command({
  name: 'invitations.open',
  as: 'visitor',
  input: openingLink,
  allow: holdsTheLink,
  closedBy: [],
  run: async ({ db, input, requestId }): Promise<CodeTried & { next: string | null }> => {
    const { token, hash } = newToken()
    const { rows } = await sql<CodeTried>`select * from identity.try_invitation_code(${tokenHash(input.token)},
      ${codeHash('invitation', input.code)}, ${hash})`.execute(db)
    const tried = rows[0] ?? notFound('no answer')
    if (tried.outcome === 'right') await giveCookie(joinCookie(), token)
    else await sql`select identity.record_event(null, null, ${requestId}, 'invitations.open', 'deny', ${tried.outcome}, '{}')`.execute(db)
    return { ...tried, next: tried.outcome === 'right' ? `/join/${encodeURIComponent(input.token)}` : null }
  },
  audit: nothing('tries are counted at the invitation and kept among the installation’s events'),
})

/** A new account for somebody who was invited to work at a practice. The practice opens after a second factor. */
export const joinStaff = command({
  name: 'invitations.joinStaff',
  as: 'visitor',
  input: joiningStaff,
  allow: holdsTheLink,
  closedBy: [],
  run: async (given) => {
    const { db, input } = given
    const shown = await mayJoin(db, input.token, 'staff')
    if (!shown) return noInvitation(db)
    goodPassword(input.password, 8, [shown.email, input.name])
    const joined = await join(given, { name: input.name, password: await hashPassword(input.password) })
    await enter(db, { personId: joined.personId, method: 'password' })
    return { next: `/account/factors?enrol&next=${encodeURIComponent(`/practice/${joined.practiceId}`)}` }
  },
  audit: identityKeepsIt,
})

/** A new account for a patient, with an address and a password. An address that no letter reached is confirmed first. */
export const joinByPassword = command({
  name: 'invitations.joinByPassword',
  as: 'visitor',
  input: joiningByPassword,
  allow: holdsTheLink,
  closedBy: [],
  run: async (given) => {
    const { db, input, mail } = given
    goodPassword(input.password, 15, [input.email])
    if (!(await mayJoin(db, input.token, 'patient'))) return noInvitation(db)
    const joined = await join(given, { email: input.email.trim(), password: await hashPassword(input.password) })
    await enter(db, { personId: joined.personId, method: 'password' })
    if (!joined.emailProven) await askForEmail({ db, mail }, input.email)
    return { next: welcome(joined) }
  },
  audit: identityKeepsIt,
})

/** This phone alone, with six digits: no address, no password. */
export const joinByPhone = command({
  name: 'invitations.joinByPhone',
  as: 'visitor',
  input: joiningByPhone,
  allow: holdsTheLink,
  closedBy: [],
  run: async (given) => {
    const { db, input } = given
    if (!(await mayJoin(db, input.token, 'patient'))) return noInvitation(db)
    const phone = newToken()
    const joined = await join(given, { phone: phone.hash, pin: await hashPassword(input.pin), label: await deviceName() })
    await giveCookie(phoneCookie(), phone.token)
    await enter(db, { personId: joined.personId, method: 'phone_pin', phoneId: joined.phoneId })
    return { next: welcome(joined) }
  },
  audit: identityKeepsIt,
})

/** Accepting with the account that is signed in. */
export const acceptInvitation = command({
  name: 'invitations.accept',
  as: 'person',
  input: ofLink,
  allow: acceptsForOneself,
  closedBy: [],
  run: async ({ db, input, principal, mail }) => {
    const { rows } = await sql<Joined>`select * from identity.join_as_me(${tokenHash(input.token)}, ${await pass()}, ${policyVersion})`.execute(db)
    const joined = rows[0]
    if (joined?.outcome === 'other')
      throw new AppError('conflict', 'another account', { says: 'This invitation is for another e-mail address. Sign in with the account that has it.' })
    if (joined?.outcome !== 'joined') notFound('no open invitation')
    await after(joined, mail)
    if (joined.kind === 'patient') return { next: `/portal/${joined.hatId}` }
    const practice = `/practice/${joined.practiceId}`
    return { next: principal.session.assurance === 2 ? practice : `/account/factors?enrol&next=${encodeURIComponent(practice)}` }
  },
  audit: identityKeepsIt,
})

type New = { name?: string; email?: string; password?: string; phone?: Buffer; pin?: string; label?: string }

async function join({ db, input, mail }: Pick<Run<'visitor', 'command', { token: string }>, 'db' | 'input' | 'mail'>, as: New): Promise<Joined> {
  const { rows } = await sql<Joined>`select * from identity.join_as_new(${tokenHash(input.token)}, ${await pass()},
    ${as.email ? emailKey(as.email) : null}, ${as.email ?? null}, ${as.name ?? null}, ${as.password ?? null},
    ${as.phone ?? null}, ${as.pin ?? null}, ${as.label ?? ''}, ${policyVersion})`.execute(db)
  const joined = rows[0]
  if (joined?.outcome === 'exists')
    throw new AppError('conflict', 'the address has an account', { says: 'There is an account with this address already. Sign in with it to accept.' })
  if (joined?.outcome !== 'joined') notFound('no open invitation')
  await after(joined, mail)
  return joined
}

/** Who was the patient until now is told: had somebody else been let in at the desk, that is how she learns of it. */
async function after({ practiceName, replacedEmail, replacedLanguage }: Joined, mail: (letter: Letter) => Promise<void>) {
  await dropCookie(joinCookie())
  if (replacedEmail) await mail(accessReplaced(replacedEmail, practiceName, replacedLanguage ?? 'en'))
}

const welcome = ({ hatId }: Joined) => `/join/welcome?hat=${hatId}`

function goodPassword(password: string, length: 8 | 15, about: string[]): void {
  const problem = passwordProblem(password, { length, about })
  if (problem) invalid('password', problem)
}
