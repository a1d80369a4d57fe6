import 'server-only'
import type { RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { IdentityHandle } from '@/db/identity'
import type { ReadHandle, WriteHandle } from '@/db/practice'
import type { AuditPlan, RecordEvent } from '@/lib/access/audit'
import type { Policy } from '@/lib/access/policy'
import type { Containable, Kind, PrincipalOf } from '@/lib/access/principal'
import type { Letter } from '@/lib/platform/letter'

type HandleOf<K extends Kind, Mode> = K extends 'staff' | 'patient' | 'guest' | 'folder' ? (Mode extends 'query' ? ReadHandle : WriteHandle) : IdentityHandle

/** What an operation's code is given. The handle is bound to one transaction, one hat and one role. */
export type Run<K extends Kind, Mode, Input> = {
  db: HandleOf<K, Mode>
  principal: PrincipalOf<K>
  input: Input
  now: Date
  requestId: string
  /** Calls one of the database's own functions (`sql\`select … from access.redeem(…)\``); the role limits which. */
  call: <T>(statement: RawBuilder<T>) => Promise<T[]>
  /** Adds an audit event to this transaction, beside the operation's own. */
  record: RecordEvent
  /** Puts a letter in the outbox of this transaction; it leaves only if the transaction commits. */
  mail: (letter: Letter) => Promise<void>
}

/** Every key is required: an operation without a policy or without a word on its audit does not compile. */
export type Spec<K extends Kind, Mode extends 'query' | 'command', S extends z.ZodType, Output> = {
  /** `feature.verb`, the name in the audit and in the access matrix. */
  name: string
  /** The one kind of principal it serves. */
  as: K
  input: S
  allow: Policy<K>
  /** The functions whose closing closes this; `[]` for what must go on, such as chairside reading. */
  closedBy: readonly Containable[]
  /**
   * Whether a confirmation in the last ten minutes is needed. `full`: and not in a session that was opened with the PIN of
   * a shared computer, for what would let its six digits grow into more (docs/decisions/0008).
   */
  stepUp?: true | 'full'
  /** Only for unlocking and signing out. */
  whileLocked?: true
  run: (given: Run<K, Mode, z.output<S>>) => Promise<Output>
  /** Stands after `run`, whose output it may name. */
  audit: AuditPlan<PrincipalOf<K>, z.output<S>, NoInfer<Output>>
}

declare const brand: unique symbol
/** What doors accept, and nothing else. Made only by `query` and `command`. */
export type Operation<K extends Kind, Mode extends 'query' | 'command', S extends z.ZodType, Output> = {
  readonly mode: Mode
  readonly spec: Spec<K, Mode, S, Output>
  readonly [brand]: true
}

// The erased forms, for code that treats all operations alike. `any`, because an operation takes its input and gives its
// output: neither `unknown` nor `never` would let a particular one pass.
/* oxlint-disable typescript/no-explicit-any */
export type AnyOperation = Operation<any, any, any, any>
export type AnySpec = Pick<Spec<any, any, any, any>, 'name' | 'as' | 'allow' | 'closedBy' | 'stepUp' | 'whileLocked'>
/* oxlint-enable typescript/no-explicit-any */

/** A read. Its handle and its role cannot write; only the audit can. */
export function query<K extends Kind, S extends z.ZodType, Output>(spec: Spec<K, 'query', S, Output>) {
  return Object.freeze({ mode: 'query', spec }) as Operation<K, 'query', S, Output>
}

/** A write. */
export function command<K extends Kind, S extends z.ZodType, Output>(spec: Spec<K, 'command', S, Output>) {
  return Object.freeze({ mode: 'command', spec }) as Operation<K, 'command', S, Output>
}

/** Whether a value was made by `query` or `command`: how tests find every operation by themselves. */
export function isOperation(value: unknown): value is AnyOperation {
  const candidate = value as AnyOperation | null
  return typeof candidate === 'object' && candidate !== null && (candidate.mode === 'query' || candidate.mode === 'command')
    && typeof candidate.spec?.run === 'function'
}
