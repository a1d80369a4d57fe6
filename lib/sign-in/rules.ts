/** A hat as the switcher lists it. */
export type HatRow = {
  kind: 'staff' | 'patient'
  id: string
  practiceId: string
  practiceName: string
  label: string
  roles: string[]
  relation: string | null
  /** How far and how long a patient's hat reaches. */
  scope: 'all' | 'categories' | 'task' | null
  categories: string[]
  task: string | null
  expiresAt: Date | null
  timeZone: string
}

/**
 * A path of our own to come back to, or null. A browser reads `//host`, `/\host` and anything with a control character
 * in front as another site; a page of the sign-in itself would lead in circles; what is no page is not come back to, save
 * the door of a document, which whoever was stopped before it had asked for.
 */
export function ownPath(next: unknown): string | null {
  if (typeof next !== 'string' || next.length > 500 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next) || next.includes('\\')) return null
  const url = URL.canParse(next, 'http://own.invalid') ? new URL(next, 'http://own.invalid') : null
  // Taking the dots out of `/.//host` leaves `//host`, which is another site again: judge what is handed back.
  if (url?.origin !== 'http://own.invalid' || url.pathname.startsWith('//')) return null
  if (documentDoor.test(url.pathname + url.search)) return url.pathname + url.search
  return /^\/(sign-in|sign-out|locked|confirm|api|v1|_next)(\/|$)/.test(url.pathname) ? null : url.pathname + url.search
}

/** `/v1/o/{hat}/{document}`, where each opening is asked for and recorded; never `/v1/d/`, which is a signed link. */
const documentDoor = /^\/v1\/o(\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}){2}(\?as=(inline|attachment))?$/

/** The address of a hat. */
export function hatPath(hat: Pick<HatRow, 'kind' | 'id' | 'practiceId'>): string {
  return hat.kind === 'staff' ? `/practice/${hat.practiceId}` : `/portal/${hat.id}`
}

/** Where somebody lands who asked for nothing: her one hat, or the switcher. */
export function landing(hats: readonly HatRow[]): string {
  const [only, second] = hats
  return only && !second ? hatPath(only) : '/hats'
}

/** Joins a `next` to an address that hands it on. */
export function withNext(path: string, next: string | null): string {
  return next ? `${path}${path.includes('?') ? '&' : '?'}next=${encodeURIComponent(next)}` : path
}
