import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { AppError } from '@/lib/access/errors'
import type { Operation } from '@/lib/access/operation'
import { perform } from '@/lib/access/perform'
import type { HatRef, Kind } from '@/lib/access/principal'
import { sessionCookie, workstationCookie } from '@/lib/auth/cookies'
import { withJar } from '@/lib/auth/jar'
import { hashPassword } from '@/lib/auth/password'
import { newToken, tokenHash } from '@/lib/auth/token'
import { newTotpSecret, sealTotp } from '@/lib/auth/totp'
import { world, type World } from '../../factories/world'

export type Jar = Map<string, string>
export const pin = '482915'
export const wrongPin = '915284'
export const password = 'copper lantern on a tuesday'

/** The small world as an office: passwords, PINs, and computers that belong to the practices. */
export async function office() {
  const w = await world()
  const sql = w.database.asSuperuser
  await sql('update identity.person set password_hash = $1', [await hashPassword(password)])
  const pinHash = await hashPassword(pin)
  for (const [practice, member] of [[w.a.id, w.members.owner], [w.a.id, w.members.desk], [w.a.id, w.members.hygienist], [w.b.id, w.members.dentistB]])
    await sql('insert into staff_pin (practice_id, membership_id, pin_hash) values ($1, $2, $3)', [practice, member, pinHash])

  /** Does something as a browser with these cookies would; `act: false` is a poll. */
  function act<K extends Kind, M extends 'query' | 'command', S extends z.ZodType, O>(
    operation: Operation<K, M, S, O>, hat: HatRef, input: z.input<S>, jar: Jar = new Map(), { poll = false } = {},
  ): Promise<O> {
    const caller = { token: jar.get(sessionCookie().name) ?? null, requestId: randomUUID(), act: !poll }
    return withJar(jar, () => perform(operation, caller, hat, input))
  }
  async function browser(person: string, more: Parameters<World['session']>[1] = {}): Promise<Jar> {
    return new Map([[sessionCookie().name, (await w.session(person, more)).token]])
  }
  /** A computer on a practice's list, with nobody signed in. */
  async function computer(practice = w.a.id, by = w.members.owner): Promise<{ id: string; jar: Jar }> {
    const { token, hash } = newToken()
    const id = await w.put('workstation', { practice_id: practice, name: 'Front desk', token_hash: hash, enrolled_by: by })
    return { id, jar: new Map([[workstationCookie().name, token]]) }
  }
  /** Gives somebody an authenticator app. */
  async function totp(person: string): Promise<string> {
    const secret = newTotpSecret()
    await sql('insert into identity.totp (person_id, sealed_secret, confirmed_at) values ($1, $2, now())', [person, sealTotp(person, secret)])
    return secret
  }
  const hashIn = (jar: Jar) => tokenHash(jar.get(sessionCookie().name) ?? '')
  /** The row of the session whose token this browser holds. */
  async function row(jar: Jar) {
    const [found] = await sql<{ id: string; personId: string; method: string; assurance: number; locked: boolean; ended: boolean; idle: number; workstation: string | null; hours: number; fresh: boolean }>(`
      select id, person_id as "personId", method, assurance, locked_at is not null as locked, ended_at is not null as ended,
             extract(epoch from now() - last_act_at)::int as idle, workstation_id as workstation,
             extract(epoch from expires_at - now())::float / 3600 as hours, coalesce(step_up_until > now(), false) as fresh
        from identity.session where token_hash = $1`, [hashIn(jar)])
    return found
  }
  /** As if the last act had been so many minutes ago. */
  const idle = (jar: Jar, minutes: number) =>
    sql(`update identity.session set last_act_at = now() - make_interval(secs => $2) where token_hash = $1`, [hashIn(jar), minutes * 60])
  return { ...w, sql, act, browser, computer, totp, row, idle }
}
export type Office = Awaited<ReturnType<typeof office>>

/** The code of a refusal; `allowed` when there was none. */
export async function answerOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt
    return 'allowed'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}
