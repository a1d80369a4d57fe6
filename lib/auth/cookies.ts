import 'server-only'
import { env } from '@/lib/platform/env'

/** Over HTTPS cookies carry the __Host- prefix, so that no sibling host and no plain connection can set or read them. */
const secure = () => env().ENAMEL_ORIGIN.startsWith('https://')

export type CookieSpec = {
  name: string
  options: { httpOnly: true; sameSite: 'lax'; path: '/'; secure: boolean; maxAge?: number }
}

function cookie(name: string, maxAge?: number): CookieSpec {
  return {
    name: secure() ? `__Host-enamel-${name}` : `enamel-${name}`,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure: secure(), ...(maxAge === undefined ? {} : { maxAge }) },
  }
}

const day = 86_400

/** The session's opaque token. */
export const sessionCookie = () => cookie('session', 90 * day)
/** The language and the text size of this browser's pages: taste, and no secret. One name, plain HTTP or not, for tests and tools. */
const taste = (name: string): CookieSpec => ({ name: `enamel-${name}`, options: { httpOnly: true, sameSite: 'lax', path: '/', secure: secure(), maxAge: 365 * day } })
export const langCookie = () => taste('lang')
export const sizeCookie = () => taste('size')

/** A sign-in between its steps. */
export const pendingCookie = () => cookie('pending', 600)
/** A browser that has signed in before: it has a throttle bucket of its own. */
export const deviceCookie = () => cookie('device', 365 * day)
/** A phone that its owner enrolled as her own. */
export const phoneCookie = () => cookie('phone', 90 * day)
/** A practice's enrolled computer. */
export const workstationCookie = () => cookie('workstation', 365 * day)
/** A share whose code was right: as long as the session that it opened, which the database ends. */
export const guestCookie = () => cookie('guest', 7200)
/** An invitation whose code was right: half an hour to choose how to sign in from now on. */
export const joinCookie = () => cookie('join', 1800)
