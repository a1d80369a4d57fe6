import type { Instrumentation } from 'next'

/** Runs once, before the server answers anybody. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { prepareServer } = await import('@/lib/platform/server')
  const { restoreContentLength } = await import('@/lib/vault/content-length')
  const { keepRawAddress } = await import('@/lib/vault/raw-address')
  const { refuseMalformed } = await import('@/lib/platform/front')
  await prepareServer()
  restoreContentLength()
  keepRawAddress()
  refuseMalformed()
  const { startInlineWorker } = await import('@/lib/jobs/worker')
  startInlineWorker()
}

/** Next prints a caught error by itself; what we add is a line that can be searched and quotes nobody. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { faultOf, log } = await import('@/lib/platform/log')
  const { requestIdOf } = await import('@/lib/platform/ids')
  const id = [request.headers['x-request-id']].flat()[0]
  log.error({ event: 'request.failed', ...faultOf(error), request: requestIdOf(id), route: context.routePath })
}
