import 'server-only'
import { createHash } from 'node:crypto'
import { readerLang, type Lang } from '@/lib/format/lang'

const en = {
  401: ['Sign in to open this document', 'Your session has ended or never began.'],
  404: ['Nothing here for you', 'Either nothing stands at this address, or it belongs to somebody else. We answer both alike, so that addresses cannot be tried out.'],
  410: ['This link has expired', 'A document’s address is good for a minute. Open the document again from its page.'],
  429: ['Too many at once', 'Please wait a moment, then open the document again.'],
  500: ['This document cannot be shown', 'It cannot be shown as it was stored. Please tell the office.'],
  503: ['Documents are closed or away for the moment', 'Nothing is lost. Please try again later, or call the practice.'],
  back: 'Back to what you can open',
  help: 'Something wrong?',
} as const

type Words = { readonly [K in keyof typeof en]: (typeof en)[K] extends string ? string : readonly [string, string] }

const es: Words = {
  401: ['Entre para abrir este documento', 'Su sesión ha terminado o no llegó a empezar.'],
  404: ['Aquí no hay nada para usted', 'O no hay nada en esta dirección, o pertenece a otra persona. Respondemos igual a ambas cosas, para que nadie pueda probar direcciones.'],
  410: ['Este enlace ha caducado', 'La dirección de un documento vale un minuto. Abra el documento otra vez desde su página.'],
  429: ['Demasiados a la vez', 'Espere un momento y abra el documento otra vez.'],
  500: ['Este documento no se puede mostrar', 'No se puede mostrar como se guardó. Avise a la consulta.'],
  503: ['Los documentos están cerrados o no disponibles por el momento', 'No se ha perdido nada. Inténtelo más tarde, o llame a la consulta.'],
  back: 'Volver a lo que puede abrir',
  help: '¿Algo va mal?',
}

/** By code of the answer, for whoever looks at both languages at once. */
export const refusedCopy: Readonly<Record<Lang, Words>> = { en, es }

const style = 'body{margin:0;padding:12vh 1.25rem;font:1.0625rem/1.55 system-ui,sans-serif;background:Canvas;color:CanvasText;color-scheme:light dark}main{max-width:32rem;margin:auto}h1{font-size:1.75rem;line-height:1.15;font-weight:500}a{display:inline-block;padding:.6rem 0;margin-right:1.5rem;color:LinkText}'
const styleHash = createHash('sha256').update(style).digest('base64')

/** No script, nothing fetched; the one style is named by its digest. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`

/**
 * Whether a person's browser asks for a page to look at. Programs, parts of a document and HEAD keep the bare line, which
 * they have always had; where the browser does not say (plain HTTP), what it would accept decides.
 */
function isVisit(method: string, head: Headers): boolean {
  if (method !== 'GET' || head.has('range')) return false
  const [mode, dest] = [head.get('sec-fetch-mode'), head.get('sec-fetch-dest')]
  if (mode !== null || dest !== null) return mode === 'navigate' && dest === 'document'
  return head.get('accept')?.includes('text/html') === true
}

/**
 * The page in place of a bare refusal, or null. It hangs on the status and the reader's language alone, so that it too says
 * nothing of whether something is not there or not hers.
 */
export function refusedPage(method: string, head: Headers, status: number): string | null {
  if (!isVisit(method, head)) return null
  const cookie = /(?:^|; *)enamel-lang=([a-z]{2})(?:;|$)/.exec(head.get('cookie') ?? '')?.[1]
  const lang = readerLang(cookie, head.get('accept-language'))
  const say = refusedCopy[lang]
  if (!isRefusal(status)) return null
  const [title, text] = say[status]
  return `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · Enamel</title><style>${style}</style>`
    + `<main><h1>${title}</h1><p>${text}</p><p><a href="/hats">${say.back}</a> <a href="/help">${say.help}</a></p></main></html>\n`
}

type Refusal = 401 | 404 | 410 | 429 | 500 | 503
const isRefusal = (status: number): status is Refusal => [401, 404, 410, 429, 500, 503].includes(status)
