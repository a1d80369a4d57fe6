import type { ActionState } from '@/lib/access/action'

type Act<O> = (previous: ActionState<O>, form: FormData) => Promise<ActionState<O>>

/** An action that tells what came of it: nothing navigates, so whoever shows the form must go on. */
export function telling<O>(act: Act<O>, done: () => void, refused?: () => void): Act<O> {
  return async (previous, form) => {
    const after = await act(previous, form)
    if (after.done === undefined) refused?.()
    else done()
    return after
  }
}
