type Action<H, S> = (hat: H, state: S, form: FormData) => Promise<S>
type Bound<S> = (state: S, form: FormData) => Promise<S>

const known = new WeakMap<object, Map<string, unknown>>()
const most = 1000

/**
 * A server action with its hat bound, the same function each time it is asked for. Bound anew at each render, a form that
 * comes back without JavaScript never ends: React waits for what was bound, renders again, and finds another.
 * What is kept is no secret: it stands in the form's own source.
 */
export function withHat<H, S>(action: Action<H, S>, hat: H): Bound<S> {
  const hats = known.get(action) ?? new Map<string, unknown>()
  known.set(action, hats)
  const key = JSON.stringify(hat)
  const bound = (hats.get(key) as Bound<S> | undefined) ?? action.bind(null, hat)
  if (hats.size >= most) hats.clear()
  hats.set(key, bound)
  return bound
}
