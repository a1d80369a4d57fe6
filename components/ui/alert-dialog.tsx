'use client'

import { AlertDialog as Base } from '@base-ui/react/alert-dialog'
import type { ReactElement, ReactNode } from 'react'
import { Button } from './button'
import { cn } from './cn'
import { popupLook, veilLook } from './popup-look'
import { useSay } from './speaking'
import { uiCopy } from './ui-copy'

type Props = {
  trigger?: ReactElement | undefined
  title: ReactNode
  /** What will happen, what stays, whether it can be undone. */
  description: ReactNode
  /** The deed: usually a `<form action={…}>` with fields and a SubmitButton. */
  children: ReactNode
  cancelLabel?: string | undefined
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
}

/** A question that must be answered before going on. Pressing outside does not answer it; Escape says no. */
export function AlertDialog({ trigger, title, description, children, cancelLabel, open, onOpenChange }: Props) {
  const say = useSay(uiCopy)
  return (
    <Base.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange ? { onOpenChange: (next: boolean) => onOpenChange(next) } : {})}
    >
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={veilLook} />
        <Base.Popup className={cn(popupLook, 'sm:max-w-md')}>
          <Base.Title className="font-name text-heading">{title}</Base.Title>
          <Base.Description className="mt-2 text-small text-ink-soft">{description}</Base.Description>
          <div className="mt-6 flex flex-wrap-reverse items-end justify-end gap-3">
            <Base.Close render={<Button variant="quiet">{cancelLabel ?? say.cancel}</Button>} />
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
