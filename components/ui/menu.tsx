'use client'

import { Menu as Base } from '@base-ui/react/menu'
import Link from 'next/link'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './cn'
import { listLook } from './popup-look'

const itemLook =
  'flex min-h-11 w-full items-center gap-2.5 px-4 py-2 text-start outline-none select-none pointer-fine:min-h-9 ' +
  'data-highlighted:bg-well data-disabled:opacity-55 [&_svg]:size-4.5 [&_svg]:text-ink-soft'

/** Acts and places behind one button. */
export function Menu({ trigger, children, align = 'end' }: { trigger: ReactElement; children: ReactNode; align?: 'start' | 'end' | undefined }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} className="z-50">
          <Base.Popup className={listLook}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export function MenuItem({ onClick, danger, disabled, children }: { onClick?: () => void; danger?: boolean; disabled?: boolean; children: ReactNode }) {
  return (
    <Base.Item
      {...(onClick ? { onClick } : {})}
      disabled={disabled ?? false}
      className={cn(itemLook, danger && 'text-pink [&_svg]:text-pink')}
    >
      {children}
    </Base.Item>
  )
}

/** An item that leads somewhere: a real link, openable in another tab. */
export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Base.LinkItem render={<Link href={href} prefetch={false} />} className={itemLook}>
      {children}
    </Base.LinkItem>
  )
}

export function MenuSeparator() {
  return <Base.Separator className="my-1.5 h-px bg-line" />
}

/** A group of items under words that are no item. */
export function MenuGroup({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-4 py-1.5 text-micro text-ink-faint">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  )
}
