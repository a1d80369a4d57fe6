'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactElement, ReactNode } from 'react'
import { X } from 'lucide-react'
import { cn } from './cn'
import { popupLook, veilLook } from './popup-look'
import { useSay } from './speaking'
import { uiCopy } from './ui-copy'

type Props = {
  /** The element that opens it, such as a <Button>. Leave out when `open` is held elsewhere. */
  trigger?: ReactElement | undefined
  title: ReactNode
  description?: ReactNode
  children?: ReactNode
  /** Buttons; wrap the one that only closes in <DialogClose>. */
  footer?: ReactNode
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
  closeLabel?: string | undefined
  wide?: boolean | undefined
}

/** A task of a few fields that keeps the page behind it in place. */
export function Dialog({ trigger, title, description, children, footer, open, onOpenChange, closeLabel, wide }: Props) {
  const say = useSay(uiCopy)
  return (
    <Base.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange ? { onOpenChange: (next: boolean) => onOpenChange(next) } : {})}
    >
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={veilLook} />
        <Base.Popup className={cn(popupLook, wide ? 'sm:max-w-2xl' : 'sm:max-w-lg')}>
          <div className="flex items-start justify-between gap-4">
            <Base.Title className="font-name text-heading">{title}</Base.Title>
            <Base.Close
              aria-label={closeLabel ?? say.close}
              className="-me-2 -mt-2 grid size-11 shrink-0 place-items-center rounded-crown text-ink-soft hover:bg-well hover:text-ink"
            >
              <X aria-hidden="true" className="size-5" />
            </Base.Close>
          </div>
          {description ? <Base.Description className="mt-1 text-small text-ink-soft">{description}</Base.Description> : null}
          {children ? <div className="mt-5">{children}</div> : null}
          {footer ? <div className="mt-6 flex flex-wrap justify-end gap-3">{footer}</div> : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** Closes the dialog around it: `<DialogClose render={<Button variant="quiet">Cancel</Button>} />`. */
export function DialogClose({ render }: { render: ReactElement }) {
  return <Base.Close render={render} />
}
