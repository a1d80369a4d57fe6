import { createHash, randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { AppError } from '@/lib/access/errors'
import type { Operation } from '@/lib/access/operation'
import { perform } from '@/lib/access/perform'
import type { HatRef, Kind } from '@/lib/access/principal'
import { sessionCookie } from '@/lib/auth/cookies'
import { withJar } from '@/lib/auth/jar'
import { openLetter, type Letter } from '@/lib/platform/letter'
import { world, type World } from '../../factories/world'

export type Jar = Map<string, string>

/** The small world, with what tests of enrolment do in it. */
export async function scene() {
  const w = await world()
  await w.database.asSuperuser(`update identity.person set password_hash = 'none'`)
  const sql = w.database.asSuperuser

  /** Does something as a browser with these cookies would. */
  function act<K extends Kind, M extends 'query' | 'command', S extends z.ZodType, O>(
    operation: Operation<K, M, S, O>, hat: HatRef, input: z.input<S>, jar: Jar = new Map(),
  ): Promise<O> {
    const caller = { token: jar.get(sessionCookie().name) ?? null, requestId: randomUUID(), act: true }
    return withJar(jar, () => perform(operation, caller, hat, input))
  }
  /** A browser in which somebody is signed in. */
  async function browser(person: string, more: Parameters<World['session']>[1] = {}): Promise<Jar> {
    return new Map([[sessionCookie().name, (await w.session(person, more)).token]])
  }
  /** The letters written so far to one address, oldest first. */
  async function letters(to: string): Promise<Letter[]> {
    const rows = await sql<{ kind: string; sealed: Buffer }>('select kind, sealed from platform.outbox where sealed is not null order by id')
    return rows.map(({ kind, sealed }) => openLetter(kind, sealed)).filter((letter) => letter.to === to)
  }
  /** The token in the newest letter to an address. */
  async function tokenFor(to: string): Promise<string> {
    return tokenIn((await letters(to)).at(-1)?.text ?? '')
  }
  return { ...w, sql, act, browser, letters, tokenFor }
}
export type Scene = Awaited<ReturnType<typeof scene>>

/** The one-use token of the first link in a text. */
export function tokenIn(text: string): string {
  return /\/([A-Za-z0-9_-]{43})(?:\s|$)/.exec(text)?.[1] ?? 'no-link-here'
}

/** A code that is not this one. */
export const otherThan = (code: string) => (code === '000000' ? '000001' : '000000')

export const hashed = (token: string) => createHash('sha256').update(token).digest()

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
