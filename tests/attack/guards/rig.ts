import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { all, type Condition } from '@/lib/access/conditions'
import { performUnder } from '@/lib/access/perform'
import { findPrincipal, hashToken, type Caller, type Found, type HatRef, type Patient, type Person, type Role, type Staff } from '@/lib/access/principal'
import { audience } from '@/lib/documents/audience'
import { redeemAsPatient, redeemAsStaff } from '@/lib/documents/redeem'
import { deliver } from '@/lib/vault/deliver'
import { inFlight } from '@/lib/vault/in-flight'
import { issueLink, parseLink, type SignedLink } from '@/lib/vault/link'
import { vault } from '@/lib/vault/rings'
import { SEGMENT_BYTES } from '@/lib/vault/vlt1'
import type { World } from '@/tests/factories/world'
import { removals, type Removal } from './removals'
import type { Guard, Part } from './table'

/** Guards that are left out of one trial; of policy, one part or both. */
export type Absent = ReadonlySet<Guard | Part>

/** @param guards where `policy` stands for both of its parts */
export function without(guards: readonly (Guard | Part)[]): Absent {
  return new Set(guards.flatMap((guard) => (guard === 'policy' ? ['hat', 'statement'] as const : [guard])))
}

/** What somebody asks for, with what he holds. */
export type Ask = {
  /** His cookie; null without one. */
  token: string | null
  /** The hat he puts into the address, whoever wears it. */
  hat: string
  document: string
  version?: number
  /** Names the staff's operation, whoever asks. */
  asStaff?: true
  /** The real link he has, as he would have altered it; without the guard of links he signs one of his own. */
  link: string
}

/**
 * A world whose guards can be taken away one by one: conditions by composing a shorter list, the session and the hat's
 * owner by a look-up that believes the caller, the signed link by the test's own key ring, the rest in the test's database.
 */
export async function rig(w: World) {
  const client = new pg.Client({ connectionString: w.database.superuserUrl })
  await client.connect()
  const removed = new Map<Removal, string>()
  /** Whom a server without sessions takes an unknown caller for. */
  const stranger = { person: randomUUID(), session: randomUUID() }

  /** Brings the database into the state in which exactly these guards are missing from it. */
  async function take(absent: Absent) {
    for (const removal of removals) {
      const wanted = absent.has(removal.guard)
      const undo = removed.get(removal)
      if (wanted && undo === undefined) removed.set(removal, await removal.remove(client))
      if (!wanted && undo !== undefined) {
        await client.query(undo)
        removed.delete(removal)
      }
    }
  }

  const rows = async <T extends object>(text: string, values: unknown[]) => (await client.query<T & pg.QueryResultRow>(text, values)).rows

  /** Round trip one as it would be if these guards were missing from it. */
  function finder(absent: Absent): Caller['find'] {
    if (!absent.has('session') && !absent.has('hat')) return undefined
    return async (caller, ref) => {
      const person = absent.has('session') ? await believed(caller) : (await findPrincipal(caller, 'person')).person
      return { person, hat: person && (await wear(person, ref, absent.has('hat'))) }
    }
  }

  /** Without the guard of sessions: whoever the cookie once belonged to is there, with both factors; and so is anybody. */
  async function believed(caller: Caller): Promise<Person> {
    const [row] = await rows<{ id: string; person: string }>(
      'select id, person_id as person from identity.session where token_hash = $1', [hashToken(caller.token ?? '')])
    const { id, person } = row ?? { id: stranger.session, person: stranger.person }
    const far = new Date(Date.now() + 3_600_000)
    return {
      kind: 'person', personId: person, personName: '', language: 'en', responder: false,
      session: { id, assurance: 2, method: 'believed', state: 'live', secondsLeft: 3600, stepUpUntil: far, expiresAt: far, phoneId: null, workstationId: null },
    }
  }

  /** The hat of the address: if it is this person's now, or, without that part of policy, whoever's it is or was. */
  async function wear(person: Person, ref: HatRef, anybody: boolean): Promise<Staff | Patient | null> {
    const id = typeof ref === 'object' ? ('hat' in ref ? ref.hat : 'portal' in ref ? ref.portal : 'practice' in ref ? ref.practice : null) : null
    const [found] = await rows<{ kind: 'staff' | 'patient'; id: string; practice: string; patient: string; roles: Role[]; epoch: number; closed: Patient['closed'] }>(`
      select h.*, p.epoch, array(select function from switch s where s.practice_id = h.practice and s.until_at is null) as closed from (
        select 'staff' as kind, m.id, m.practice_id as practice, null::uuid as patient, person_id, until_at, null::timestamptz as expires_at,
               array(select role from membership_role r where r.membership_id = m.id and r.until_at is null) as roles
          from membership m where m.id = $1 or (m.practice_id = $1 and m.person_id = $2)
        union all
        select 'patient', a.id, a.practice_id, a.patient_id, person_id, until_at, expires_at, '{}' from portal_access a where a.id = $1) h
      join practice p on p.practice_id = h.practice
      where $3 or (h.person_id = $2 and h.until_at is null and (h.expires_at is null or h.expires_at > now()))`, [id, person.personId, anybody])
    if (!found) return null
    const hat = { ...person, hatId: found.id, practice: { id: found.practice, name: '', timeZone: 'UTC', epoch: found.epoch }, closed: found.closed }
    return found.kind === 'staff' ? { ...hat, kind: 'staff', name: '', roles: found.roles }
      : { ...hat, kind: 'patient', patientId: found.patient, relation: 'self' }
  }

  const conditions = (absent: Absent): readonly Condition[] => all.filter(({ guard }) => !absent.has(guard === 'policy' ? 'hat' : guard))
  function caller(token: string | null, absent: Absent): Caller {
    const find = finder(absent)
    return { token, requestId: randomUUID(), act: false, ...(find ? { find } : {}) }
  }

  /** The link that is presented: the attacker's own, or, without the guard of links, one signed for whomever the server sees. */
  async function linkFor(ask: Ask, who: Caller, absent: Absent): Promise<SignedLink> {
    if (!absent.has('link')) {
      const parsed = parseLink(ask.link)
      if (parsed.outcome === 'malformed') throw new Error('the attack’s link has no form')
      return parsed.link
    }
    const found: Found = await (who.find ?? findPrincipal)(who, { hat: ask.hat })
    const practice = found.hat?.practice ?? { id: w.a.id, epoch: 1 }
    return issueLink(vault().link, { practice: practice.id, epoch: practice.epoch, host: audience(), sessionId: found.person?.session.id ?? stranger.session },
      { hat: ask.hat, document: ask.document, version: ask.version ?? 1, variant: 'orig', action: 'inline' }, Date.now())
  }

  /**
   * A document's bytes under whatever guards are left, by the operations and the delivery of the product.
   * @throws whatever refused
   */
  async function bytes(ask: Ask, absent: Absent): Promise<Buffer> {
    await take(absent)
    const who = caller(ask.token, absent)
    const link = await linkFor(ask, who, absent)
    const asked = [who, { hat: ask.hat }, { link }] as const
    const found = await (ask.asStaff ? performUnder(conditions(absent), redeemAsStaff, ...asked)
      : performUnder(conditions(absent), { staff: redeemAsStaff, patient: redeemAsPatient }, ...asked))
    const { status, body } = await deliver({ method: 'GET', headers: new Headers(), signal: null }, {
      redeem: async () => ({ outcome: 'allowed', ...found }), store: vault().store, inFlight: inFlight(1 << 26, SEGMENT_BYTES),
      onEnd: () => undefined, onFault: () => undefined,
    })
    if (status !== 200) throw new Error(`status ${status}`)
    return Buffer.from(await new Response(body).arrayBuffer())
  }

  return { w, client, take, caller, conditions, bytes, close: () => client.end() }
}

export type Rig = Awaited<ReturnType<typeof rig>>
