import 'server-only'
import { currentCaller, requireSameOrigin } from '@/lib/access/caller'
import { AppError } from '@/lib/access/errors'
import { perform } from '@/lib/access/perform'
import { setLanguage } from '@/lib/account/commands'
import { sizes } from '@/lib/account/schema'
import { langCookie, sizeCookie } from '@/lib/auth/cookies'
import { giveCookie } from '@/lib/auth/jar'
import { langs } from '@/lib/format/lang'
import { env } from '@/lib/platform/env'

/** Longer than any of these forms. */
const mostBytes = 500

/**
 * How pages speak and how large their letters are, from the foot of any page and without a script. Cookies keep both for
 * this browser; the language of somebody who is signed in goes to her account too, so that mails and her next browser
 * follow. It leads back to where the form stood.
 */
export async function savePrefs(request: Request): Promise<Response> {
  try {
    await requireSameOrigin(request.headers)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return new Response(`${error.says}\n`, { status: error.status, headers: { ...unkept, 'content-type': 'text/plain; charset=utf-8' } })
  }
  const form = await smallForm(request)
  const lang = langs.find((one) => one === form.get('lang'))
  const size = sizes.find((one) => one === form.get('size'))
  if (size) await giveCookie(sizeCookie(), size)
  if (lang) {
    await giveCookie(langCookie(), lang)
    await keepLanguage(lang)
  }
  return new Response(null, { status: 303, headers: { ...unkept, location: back(request) } })
}

const unkept = { 'cache-control': 'no-store' }

/** Nobody signed in, or locked: the cookie alone. */
async function keepLanguage(language: (typeof langs)[number]): Promise<void> {
  try {
    await perform(setLanguage, await currentCaller(), 'person', { language })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}

async function smallForm(request: Request): Promise<URLSearchParams> {
  const stated = Number(request.headers.get('content-length') ?? Number.POSITIVE_INFINITY)
  const isForm = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') === true
  return new URLSearchParams(isForm && stated <= mostBytes ? await request.text() : '')
}

/** The page of ours that the form stood on; its address is a claim, of which only the path is used. */
function back(request: Request): string {
  const referer = request.headers.get('referer') ?? ''
  if (!URL.canParse(referer)) return '/'
  const { host, pathname, search } = new URL(referer)
  const here = [new URL(env().ENAMEL_ORIGIN).host, request.headers.get('host')]
  return here.includes(host) && /^\/(?![/\\])/.test(pathname) ? pathname + search : '/'
}
