/**
 * Every way an operation can refuse, with the one answer each has outside: an HTTP status and a sentence for the person.
 * `reason` stays inside, in the audit and the log. `not_found` is the only answer to "not there" and to "not yours".
 */
export const answers = {
  unauthenticated: { status: 401, says: 'Please sign in to go on.' },
  locked: { status: 401, says: 'This session is locked. Unlock it to go on.' },
  second_factor: { status: 401, says: 'This page needs a second factor.' },
  step_up: { status: 401, says: 'Please confirm that it is you.' },
  forbidden: { status: 403, says: 'Your role here does not include this.' },
  not_found: { status: 404, says: 'There is nothing here, or nothing that you may see.' },
  gone: { status: 410, says: 'This link has run out. Open the document again for a new one.' },
  invalid: { status: 422, says: 'Something in the form needs another look.' },
  conflict: { status: 409, says: 'Somebody else changed this in the meantime.' },
  too_large: { status: 413, says: 'This file is larger than the practice accepts.' },
  unsupported: { status: 415, says: 'This kind of file is not accepted.' },
  slow_down: { status: 429, says: 'That was too often. Please wait a little and try again.' },
  closed: { status: 503, says: 'The practice has closed this for the moment.' },
  full: { status: 507, says: 'There is no room for this file at the moment. Nothing was kept; please try later.' },
  corrupt: { status: 500, says: 'This document cannot be shown as it was stored. Please tell the office.' },
  unavailable: { status: 503, says: 'This is not available at the moment. Nothing was lost; please try again shortly.' },
} as const satisfies Record<string, { status: number; says: string }>

export type ErrorCode = keyof typeof answers

/** A refusal with a code for the machine. The message is for the log; people read `answers[code].says` or `says`. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly reason: string
  /** Field name → what to mend there. Only with `invalid`. */
  readonly fields: Record<string, string[]>
  /** A sentence of its own, where the general one of the code would leave the person guessing. */
  readonly says: string
  /** Seconds, with `slow_down` and `unavailable`. */
  readonly retryAfter: number | undefined
  /** With `conflict`: what the person needs to decide, such as the row as it now stands. Only what she may see anyway. */
  readonly shows: unknown

  constructor(
    code: ErrorCode,
    reason: string,
    extra: { fields?: Record<string, string[]>; says?: string; retryAfter?: number; shows?: unknown; cause?: unknown } = {},
  ) {
    super(`${code}: ${reason}`, extra.cause === undefined ? undefined : { cause: extra.cause })
    this.name = 'AppError'
    this.code = code
    this.reason = reason
    this.fields = extra.fields ?? {}
    this.says = extra.says ?? answers[code].says
    this.retryAfter = extra.retryAfter
    this.shows = extra.shows
  }

  get status(): number {
    return answers[this.code].status
  }
}

/** "Not there" and "not yours", which the caller never learns to tell apart. */
export function notFound(reason = 'no such row in sight'): never {
  throw new AppError('not_found', reason)
}

/**
 * A refusal that must leave a trace: `return kept(new AppError(…))` commits what the operation wrote (a counted try, an
 * event) and refuses all the same. Thrown, the refusal would take its own count back.
 */
export function kept(error: AppError): never {
  return error as never
}

/** A mistake in one field of a form. */
export function invalid(field: string, says: string): never {
  throw new AppError('invalid', `field ${field}`, { fields: { [field]: [says] } })
}

const databaseGone = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', '57P01', '57P02', '57P03',
  '08000', '08003', '08006', '53300', '57014', '25P03', 'PASSWORDS_BUSY',
  // Its disk is full, or it is a standby for the moment.
  '53100', '25006', '55000'])

/** Turns what a driver throws into a refusal that says so; a bug stays what it is, and becomes a 500. */
export function asAppError(error: unknown): unknown {
  if (error instanceof AppError) return error
  const { code, message } = (error ?? {}) as { code?: string; message?: string }
  if ((code && databaseGone.has(code)) || /connection terminated|timeout exceeded when trying to connect/i.test(message ?? ''))
    return new AppError('unavailable', `database ${code ?? 'gone'}`, { retryAfter: 5, cause: error })
  if (code === '40001' || code === '40P01') return new AppError('conflict', `database ${code}`, { cause: error })
  return error
}
