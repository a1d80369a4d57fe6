/** The target description cannot be used as it stands; the message says what to change. */
export class TargetError extends Error {
  override name = 'TargetError'
}

/** A step before the trials did not go as described: nothing after it would prove anything. */
export class StepError extends Error {
  override name = 'StepError'
}

/** The bounds on requests or time are used up. */
export class BudgetError extends Error {
  override name = 'BudgetError'
}

export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))
