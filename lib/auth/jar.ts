import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { cookies, headers } from 'next/headers'
import type { CookieSpec } from '@/lib/auth/cookies'

const given = new AsyncLocalStorage<Map<string, string>>()

/** A cookie of this request, or null. It is a claim like anything a browser sends. */
export async function readCookie({ name }: CookieSpec): Promise<string | null> {
  const jar = given.getStore()
  return (jar ? jar.get(name) : (await cookies()).get(name)?.value) ?? null
}

/**
 * Gives the browser a cookie; only within a command. Should the command's transaction then fail to commit, the browser
 * holds a token that opens nothing.
 */
export async function giveCookie({ name, options }: CookieSpec, value: string): Promise<void> {
  const jar = given.getStore()
  if (jar) jar.set(name, value)
  else (await cookies()).set(name, value, options)
}

/** Takes a cookie back from the browser; only within a command. */
export async function dropCookie({ name, options }: CookieSpec): Promise<void> {
  const jar = given.getStore()
  if (jar) jar.delete(name)
  else (await cookies()).set(name, '', { ...options, maxAge: 0 })
}

/** A header of this request, or null; in tests an entry `header:name` of the jar. */
export async function readHeader(name: string): Promise<string | null> {
  const jar = given.getStore()
  return jar ? (jar.get(`header:${name}`) ?? null) : (await headers()).get(name)
}

/** Runs `run` with a jar of the caller's own instead of the request's: for tests, which have no request. */
export function withJar<T>(jar: Map<string, string>, run: () => Promise<T>): Promise<T> {
  return given.run(jar, run)
}
