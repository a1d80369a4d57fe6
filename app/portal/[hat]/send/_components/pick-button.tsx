'use client'

import type { ComponentProps, ReactNode } from 'react'
import { buttonLook } from '@/components/ui/button-look'
import { cn } from '@/components/ui/cn'

type Props = Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'children'> & { label: string; icon: ReactNode; onPick: (files: readonly File[]) => void; children?: ReactNode }

/** A button that opens the camera or the files. The input lies over it, so that it works without JavaScript and by keyboard. */
export function PickButton({ label, icon, onPick, children, ...input }: Props) {
  return (
    <label className={cn(buttonLook('secondary', 'lg', false, ''), 'relative has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-violet')}>
      {icon} {label}
      {children}
      <input
        {...input}
        type="file"
        className="absolute inset-0 size-full cursor-pointer opacity-0"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          // Emptied, so that the same one can be chosen again.
          event.currentTarget.value = ''
          onPick(files)
        }}
      />
    </label>
  )
}
