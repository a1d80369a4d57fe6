import 'server-only'
import { AppError, type ErrorCode } from '@/lib/access/errors'
import type { AnySpec } from '@/lib/access/operation'
import type { Found, HatRef } from '@/lib/access/principal'

/** What a condition may look at: who was found, what is asked, and when. No row of a practice. */
export type Question = { spec: AnySpec; found: Found; hat: HatRef; now: Date }

/**
 * One thing that a request must satisfy, answering for itself. The product composes all of them (`all`, below) and has no
 * switch to leave one out; tests compose shorter lists to show what each one alone holds.
 */
export type Condition = { name: string; guard: 'session' | 'policy' | 'containment'; check: (q: Question) => Refusal | null }
export type Refusal = { code: ErrorCode; reason: string; says?: string }

const refuse = (code: ErrorCode, reason: string, says?: string): Refusal => ({ code, reason, ...(says ? { says } : {}) })
// Guests and folder programs have no account to sign in to: what ended for them is not there.
const needsSession = (q: Question) => q.spec.as !== 'visitor' && q.spec.as !== 'guest' && q.spec.as !== 'folder'
const needsHat = (q: Question) => q.spec.as !== 'visitor' && q.spec.as !== 'person'

export const sessionIsLive: Condition = {
  name: 'the session is live',
  guard: 'session',
  check: (q) => {
    if (!needsSession(q)) return null
    if (!q.found.person) return refuse('unauthenticated', 'no session')
    return q.found.person.session.state === 'ended' ? refuse('unauthenticated', 'the session is over') : null
  },
}

export const sessionIsUnlocked: Condition = {
  name: 'the session is not locked',
  guard: 'session',
  check: (q) =>
    needsSession(q) && !q.spec.whileLocked && q.found.person?.session.state === 'locked'
      ? refuse('locked', 'the session is locked')
      : null,
}

export const hatIsTheirs: Condition = {
  name: 'the hat in the address is theirs, now',
  guard: 'policy',
  check: (q) => {
    if (!needsHat(q)) return null
    return q.found.hat?.kind === q.spec.as ? null : refuse('not_found', 'the hat is not theirs')
  },
}

export const secondFactorWasShown: Condition = {
  name: 'staff have shown a second factor',
  guard: 'session',
  check: (q) =>
    q.spec.as === 'staff' && q.found.person?.session.assurance !== 2
      ? refuse('second_factor', 'one factor is not enough for staff')
      : null,
}

export const stepUpIsFresh: Condition = {
  name: 'what needs it was confirmed in the last ten minutes',
  guard: 'session',
  check: (q) => {
    if (!q.spec.stepUp) return null
    // Such a session confirms with the PIN that opened it, and no confirmation makes it more than that.
    if (q.spec.stepUp === 'full' && q.found.person?.session.method === 'workstation_pin')
      return refuse('forbidden', 'a workstation PIN is not enough', 'A PIN is not enough for this. Sign in with your password and code, or with a passkey.')
    const until = q.found.person?.session.stepUpUntil
    return until && until > q.now ? null : refuse('step_up', 'no fresh confirmation')
  },
}

export const functionIsOpen: Condition = {
  name: 'the practice has not closed this function',
  guard: 'containment',
  check: (q) => {
    const shut = q.found.hat?.closed.find((name) => q.spec.closedBy.includes(name))
    return shut ? refuse('closed', `${shut} closed by the practice`) : null
  },
}

export const policyAllows: Condition = {
  name: 'the policy allows it',
  guard: 'policy',
  check: (q) => {
    const principal = needsHat(q) ? q.found.hat : q.spec.as === 'person' ? q.found.person : { kind: 'visitor' as const }
    return principal && q.spec.allow.allows(principal) ? null : refuse('forbidden', q.spec.allow.says)
  },
}

/** In this order: who, whether now, which hat, how sure, whether open, whether allowed. */
export const all: readonly Condition[] = [
  sessionIsLive,
  sessionIsUnlocked,
  hatIsTheirs,
  secondFactorWasShown,
  functionIsOpen,
  policyAllows,
  stepUpIsFresh,
]

/** The first refusal of a list of conditions, or null. */
export function firstRefusal(conditions: readonly Condition[], question: Question): (Refusal & { condition: string }) | null {
  for (const condition of conditions) {
    const refusal = condition.check(question)
    if (refusal) return { ...refusal, condition: condition.name }
  }
  return null
}

export const asError = ({ code, reason, says }: Refusal) => new AppError(code, reason, says ? { says } : {})
