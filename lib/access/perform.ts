import 'server-only'
import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import { identity } from '@/db/identity'
import { reading, writing, type HatSettings, type ReadHandle, type WriteHandle } from '@/db/practice'
import type { Transaction } from '@/db/transaction'
import { writeAudit, type AuditEvent, type Subject } from '@/lib/access/audit'
import { hasRoom } from '@/lib/access/nobodys-refusals'
import { all, asError, firstRefusal, type Condition } from '@/lib/access/conditions'
import { AppError, asAppError } from '@/lib/access/errors'
import type { AnyOperation, Operation } from '@/lib/access/operation'
import { findFolder } from '@/lib/access/folder'
import { findGuest } from '@/lib/access/guest'
import { findPrincipal, isUuid, type Caller, type Folder, type Found, type Guest, type HatRef, type Kind, type Patient, type Staff } from '@/lib/access/principal'
import { now as clock } from '@/lib/platform/clock'
import { sealLetter, type Letter } from '@/lib/platform/letter'
import { log } from '@/lib/platform/log'

/**
 * The one way through: principal → conditions → input → row-secured transaction → run → audit → commit.
 * Every door ends here, and here is where a byte of a record is allowed or not.
 *
 * @throws AppError for every refusal; anything else is a bug
 */
export function perform<K extends Kind, M extends 'query' | 'command', S extends z.ZodType, O>(
  operation: Operation<K, M, S, O>,
  caller: Caller,
  hat: HatRef,
  input: unknown,
): Promise<O> {
  return performUnder(all, operation, caller, hat, input)
}

/** For signed links, whose hat may be of either kind: the same way, through the operation of the kind that was found. */
export async function performEither<S extends z.ZodType, O>(
  operations: { staff: Operation<'staff', 'query', S, O>; patient: Operation<'patient', 'query', S, O> },
  caller: Caller,
  hat: { hat: string },
  input: unknown,
): Promise<O> {
  return performUnder(all, operations, caller, hat, input)
}

/** As `perform`, under a list of conditions of the caller's choosing. For tests of what each condition alone holds. */
export async function performUnder<K extends Kind, M extends 'query' | 'command', S extends z.ZodType, O>(
  conditions: readonly Condition[],
  choice: Operation<K, M, S, O> | { staff: Operation<'staff', M, S, O>; patient: Operation<'patient', M, S, O> },
  caller: Caller,
  hat: HatRef,
  input: unknown,
): Promise<O> {
  try {
    const now = clock()
    const visitor = 'spec' in choice && choice.spec.as === 'visitor'
    // What is a person's own matter is done without a hat, whichever the caller sent along.
    const worn: HatRef = 'spec' in choice && choice.spec.as === 'person' ? 'person' : hat
    const found: Found = visitor ? { person: null, hat: null }
      : 'spec' in choice && choice.spec.as === 'guest' ? await findGuest(caller, worn)
      : 'spec' in choice && choice.spec.as === 'folder' ? await findFolder(caller, worn)
      : await (caller.find ?? findPrincipal)(caller, worn)
    // A hat that nobody wears is refused by the same conditions, whichever of the two is asked.
    const operation: AnyOperation = 'spec' in choice ? choice : choice[found.hat?.kind === 'staff' ? 'staff' : 'patient']
    const { spec } = operation
    const refusal = firstRefusal(conditions, { spec, found, hat, now })
    const parsed = spec.input.safeParse(input)
    if (refusal) {
      await recordRefusal(operation, caller, found, asError(refusal), parsed.success ? parsed.data : undefined)
      throw asError(refusal)
    }
    if (!parsed.success) throw invalidInput(parsed.error)
    try {
      const output = await (found.hat ? runInPractice(operation, caller, found.hat, parsed.data, now)
        : runInIdentity(operation, caller, found, parsed.data, now))
      if (output instanceof AppError) throw output // kept(): refused after its commit
      return output as O
    } catch (thrown) {
      const error = asAppError(thrown)
      if (error instanceof AppError && (error.code === 'not_found' || error.code === 'forbidden'))
        await recordRefusal(operation, caller, found, error, parsed.data)
      throw error
    }
  } catch (thrown) {
    throw asAppError(thrown)
  }
}

function settingsOf(hat: Staff | Patient | Guest | Folder, caller: Caller): HatSettings {
  return { practice: hat.practice.id, hat: hat.hatId, person: hat.personId, session: hat.session.id, request: caller.requestId }
}

function runInPractice(operation: AnyOperation, caller: Caller, hat: Staff | Patient | Guest | Folder, input: unknown, now: Date) {
  const settings = settingsOf(hat, caller)
  const body = async (db: ReadHandle | WriteHandle, raw: Transaction) => {
    const output: unknown = await operation.spec.run({
      db, principal: hat, input, now, requestId: caller.requestId, ...sides(operation, raw),
    })
    if (!(output instanceof AppError)) await writeOwnEvent(operation, hat, input, output, raw)
    return output
  }
  return operation.mode === 'query'
    ? reading(hat.kind, settings, body)
    : writing(hat.kind, settings, (db) => body(db, db))
}

function runInIdentity(operation: AnyOperation, caller: Caller, found: Found, input: unknown, now: Date) {
  const settings = { person: found.person?.personId ?? '', session: found.person?.session.id ?? '', request: caller.requestId }
  return identity((db) => operation.spec.run({
    db, principal: found.person ?? { kind: 'visitor' }, input, now, requestId: caller.requestId, ...sides(operation, db),
  }) as Promise<unknown>, settings)
}

/** What an operation may do beside its rows: add an event, put a letter in the outbox. Both in its transaction. */
function sides(operation: AnyOperation, db: Transaction) {
  return {
    call: async <T>(statement: RawBuilder<T>) => (await statement.execute(db)).rows,
    record: (event: Partial<AuditEvent>) =>
      writeAudit(db, { operation: operation.spec.name, decision: 'allow', ...event }),
    mail: async (letter: Letter) => {
      await sql`select platform.enqueue_mail(${letter.kind}, ${sealLetter(letter)})`.execute(db)
    },
  }
}

async function writeOwnEvent(operation: AnyOperation, principal: Staff | Patient | Guest | Folder, input: unknown, output: unknown, db: Transaction) {
  const plan = operation.spec.audit
  if (typeof plan !== 'function') return
  const subject = plan({ principal, input, output })
  if (subject) await writeAudit(db, { operation: operation.spec.name, decision: 'allow', ...subject })
}

/**
 * Refusals are on record too: in the practice's audit where a hat was found, else among the installation's events. The
 * ids are those that were asked for, not known to exist; a refusal that cannot be recorded is still a refusal.
 */
async function recordRefusal(operation: AnyOperation, caller: Caller, found: Found, error: AppError, input: unknown) {
  const { spec } = operation
  try {
    if (found.hat && found.hat.kind === spec.as) {
      const hat = found.hat
      const subject = typeof spec.audit === 'function' && input !== undefined ? asked(spec.audit({ principal: hat, input, output: undefined })) : {}
      const deny: AuditEvent = { operation: spec.name, decision: 'deny', reason: `${error.code}: ${error.reason}`, ...subject }
      await reading(hat.kind, settingsOf(hat, caller), (_, db) => writeAudit(db, deny))
    } else if (found.person || (caller.act && hasRoom(clock()))) {
      // A signed-out tab that goes on polling is nobody who tries something.
      await identity((db) => sql`select identity.record_event(${found.person?.personId ?? null}, ${found.person?.session.id ?? null},
        ${caller.requestId}, ${spec.name}, 'deny', ${`${error.code}: ${error.reason}`}, '{}')`.execute(db))
    }
  } catch {
    log.error({ event: 'audit.refusal_not_recorded', request: caller.requestId, operation: spec.name, code: error.code })
  }
}

/**
 * A refused request names ids that may be anybody's. They must not appear as a patient's or document's own event: a
 * stranger could then write lines into someone's access history. They are kept as what was asked for.
 */
function asked(subject: Subject | null): Pick<AuditEvent, 'subjectId'> {
  const id = subject?.documentId ?? subject?.patientId ?? subject?.subjectId
  return isUuid(id) ? { subjectId: id } : {}
}

function invalidInput(error: z.core.$ZodError) {
  const fields: Record<string, string[]> = {}
  for (const issue of error.issues) (fields[issue.path.join('.')] ??= []).push(issue.message)
  return new AppError('invalid', 'the input does not parse', { fields })
}
