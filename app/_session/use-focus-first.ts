import { useEffect, useRef } from 'react'

/** Moves the focus to the first field inside, once it is there. `ready` for forms that come later. */
export function useFocusFirst(ready = true) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (ready) ref.current?.querySelector<HTMLElement>('input:not([type=hidden]), button')?.focus()
  }, [ready])
  return ref
}
