import 'server-only'
import { forbidden, notFound, redirect } from 'next/navigation'
import { headers } from 'next/headers'
import { cache } from 'react'
import type { z } from 'zod'
import { currentCaller } from '@/lib/access/caller'
import { AppError, type ErrorCode } from '@/lib/access/errors'
import type { Operation } from '@/lib/access/operation'
import { perform } from '@/lib/access/perform'
import { findPrincipal, type HatRef, type Kind } from '@/lib/access/principal'

/**
 * Asks a query from a server component. Refusals become the pages that people expect: sign in, unlock, confirm, the
 * portal's home, which says what is closed, or the one page for "nothing here". Call it before anything streams, so that
 * the status is right.
 */
export async function ask<K extends Kind, S extends z.ZodType, O>(
  operation: Operation<K, 'query', S, O>,
  hat: HatRef,
  input: z.input<S>,
): Promise<O> {
  try {
    const caller = await currentCaller()
    return await perform(operation, { ...caller, find: (_, ref) => findOnce(caller.token, caller.requestId, caller.act, JSON.stringify(ref)) }, hat, input)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return await leave(error, hat)
  }
}

// React's cache lives for one render and compares by value; a page that asks four questions finds its principal once.
const findOnce = cache((token: string | null, requestId: string, act: boolean, hat: string) =>
  findPrincipal({ token, requestId, act }, JSON.parse(hat) as HatRef))

const detours: Partial<Record<ErrorCode, string>> = {
  unauthenticated: '/sign-in',
  locked: '/locked',
  second_factor: '/sign-in/second-factor',
  step_up: '/confirm',
}

async function leave(error: AppError, hat: HatRef): Promise<never> {
  const detour = detours[error.code]
  if (detour) redirect(`${detour}?next=${encodeURIComponent(await currentPath())}`)
  if (error.code === 'not_found' || error.code === 'invalid') notFound()
  if (error.code === 'forbidden') forbidden()
  // Containment is no failure. The pages of the portal ask what is closed first, so this is for one that forgot; the home
  // asks nothing that can be closed without having asked, and so is not sent to itself.
  if (error.code === 'closed' && typeof hat === 'object' && 'portal' in hat) redirect(`/portal/${encodeURIComponent(hat.portal)}`)
  throw error
}

/** The path of this request, as proxy.ts noted it. Used to come back to, never to decide. */
export async function currentPath(): Promise<string> {
  const path = (await headers()).get('x-enamel-path') ?? '/'
  return path.startsWith('/') && !path.startsWith('//') ? path : '/'
}
