import 'server-only'
import type { z } from 'zod'
import { currentCaller, requireSameOrigin } from '@/lib/access/caller'
import { AppError } from '@/lib/access/errors'
import type { Operation } from '@/lib/access/operation'
import { said } from '@/lib/access/sentences'
import { langFor } from '@/lib/access/spoken'
import type { Lang } from '@/lib/format/lang'
import { perform } from '@/lib/access/perform'
import type { HatRef, Kind } from '@/lib/access/principal'
import { faultOf, log } from '@/lib/platform/log'

type Context<P> = { params: Promise<P> }

/**
 * Makes a JSON route handler of an operation: what a live screen polls or looks up. `hat` and `input` say where the two
 * stand in the request; both are checked by `perform` like anything else that a browser sends.
 */
export function route<K extends Kind, M extends 'query' | 'command', S extends z.ZodType, O, P>(
  operation: Operation<K, M, S, O>,
  from: { hat: (params: P) => HatRef; input: (request: Request, params: P) => unknown; poll?: true },
) {
  return async (request: Request, context: Context<P>): Promise<Response> => {
    try {
      const params = await context.params
      if (operation.mode === 'command') await requireSameOrigin()
      const caller = await currentCaller({ poll: from.poll ?? false })
      return Response.json(await perform(operation, caller, from.hat(params), await from.input(request, params)) ?? null, { headers })
    } catch (error) {
      return refusal(error, await langFor(from.hat(await context.params)))
    }
  }
}

const headers = { 'cache-control': 'private, no-store' }

/** The JSON answer to a refusal; what is no refusal is a bug, and says nothing but 500. */
export function refusal(error: unknown, lang: Lang = 'en'): Response {
  if (!(error instanceof AppError)) {
    log.error({ event: 'route.failed', ...faultOf(error) })
    return Response.json({ error: 'failed', says: said('Something went wrong on our side.', lang) }, { status: 500, headers })
  }
  const retry = error.retryAfter ? { 'retry-after': String(error.retryAfter) } : {}
  return Response.json(
    { error: error.code, says: said(error.says, lang), ...(error.code === 'invalid' ? { fields: error.fields } : {}) },
    { status: error.status, headers: { ...headers, ...retry } },
  )
}

/** A JSON body of at most so many bytes, or null: nothing larger is read, and what does not parse is the schema's to refuse. */
export async function smallJson(request: Request, bytes: number): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? Number.POSITIVE_INFINITY) > bytes) return null
  try {
    return (await request.json()) as unknown
  } catch {
    return null
  }
}
