'use client'

import { useFormStatus } from 'react-dom'
import { Button, type ButtonProps } from './button'

type Props = Omit<ButtonProps, 'type' | 'loading'> & {
  /** What the button says while the form is on its way, such as "Saving…". */
  pendingLabel?: string | undefined
}

/** Submits the form around it. A second press while the first is on its way is swallowed. */
export function SubmitButton({ pendingLabel, children, onClick, ...rest }: Props) {
  const { pending } = useFormStatus()
  return (
    <Button
      {...rest}
      type="submit"
      loading={pending}
      onClick={(event) => {
        if (pending) event.preventDefault()
        else onClick?.(event)
      }}
    >
      <span aria-live="polite">{pending && pendingLabel ? pendingLabel : children}</span>
    </Button>
  )
}
