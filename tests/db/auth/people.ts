import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Operation } from '@/lib/access/operation'
import { perform } from '@/lib/access/perform'
import type { HatRef, Kind } from '@/lib/access/principal'
import { sessionCookie } from '@/lib/auth/cookies'
import { withJar } from '@/lib/auth/jar'
import { hashPassword } from '@/lib/auth/password'
import { newTotpSecret, sealTotp } from '@/lib/auth/totp'
import type { World } from '../../factories/world'

/** A browser: its cookies, where it stands on the network, and what it asks with them. */
export function browser(from = '198.51.100.7') {
  const jar = new Map([['header:x-forwarded-for', from], ['header:user-agent', 'Mozilla/5.0 (Windows NT 10.0)']])
  return {
    jar,
    get token() { return jar.get(sessionCookie().name) ?? null },
    set token(value: string | null) { if (value) jar.set(sessionCookie().name, value) },
    ask<K extends Kind, M extends 'query' | 'command', S extends z.ZodType, O>(operation: Operation<K, M, S, O>, hat: HatRef, input: unknown = {}): Promise<O> {
      return withJar(jar, () => perform(operation, { token: jar.get(sessionCookie().name) ?? null, requestId: randomUUID(), act: true }, hat, input))
    },
  }
}
export type Browser = ReturnType<typeof browser>

const hashes = new Map<string, Promise<string>>()
/** Gives somebody a password, and a second factor where `totp` says so. */
export async function credentials(w: World, person: string, password: string, { totp = false }: { totp?: boolean } = {}) {
  const hash = await (hashes.get(password) ?? hashes.set(password, hashPassword(password)).get(password))
  await w.database.asSuperuser('update identity.person set password_hash = $2 where id = $1', [person, hash])
  const secret = newTotpSecret()
  if (totp) {
    await w.database.asSuperuser(`insert into identity.totp (person_id, sealed_secret, confirmed_at) values ($1, $2, now())
      on conflict (person_id) do update set sealed_secret = excluded.sealed_secret, last_step = 0`, [person, sealTotp(person, secret)])
  }
  return { secret }
}

/** What a refused call said: code, sentence, and what stood at the fields. */
export async function refusal(asked: Promise<unknown>): Promise<{ code: string; says: string; fields: Record<string, string[]>; retryAfter: number | undefined }> {
  try {
    await asked
  } catch (error) {
    const { code, says, fields, retryAfter } = error as never as { code: string; says: string; fields: Record<string, string[]>; retryAfter?: number }
    if (!code) throw error
    return { code, says, fields, retryAfter }
  }
  throw new Error('nothing was refused')
}
