'use client'

import { Toast as Base } from '@base-ui/react/toast'
import type { ReactNode } from 'react'
import { CircleCheck, Info, OctagonAlert, X } from 'lucide-react'
import { cn } from './cn'
import { useSay } from './speaking'
import { uiCopy } from './ui-copy'

type Tone = 'info' | 'success' | 'danger'
const marks = { info: Info, success: CircleCheck, danger: OctagonAlert }
const inks = { info: 'text-violet', success: 'text-sound', danger: 'text-pink' }
const tones: readonly string[] = Object.keys(marks)
const toneOf = (type: string | undefined): Tone => (type && tones.includes(type) ? (type as Tone) : 'info')

/** Holds the toasts of the screens inside it. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider timeout={8000}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed inset-x-4 bottom-4 z-60 flex flex-col-reverse gap-2 sm:start-auto sm:end-6 sm:bottom-6 sm:w-96">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function ToastList() {
  const say = useSay(uiCopy)
  const { toasts } = Base.useToastManager()
  return toasts.map((toast) => {
    const tone = toneOf(toast.type)
    const Mark = marks[tone]
    return (
      <Base.Root
        key={toast.id}
        toast={toast}
        className="rounded-[6px_6px_12px_12px] bg-sheet text-ink shadow-lift transition-[opacity,translate] duration-200 data-starting-style:translate-y-3 data-starting-style:opacity-0 data-ending-style:opacity-0 data-limited:hidden"
      >
        <Base.Content className="flex items-start gap-3 py-3 ps-4 pe-2">
          <Mark aria-hidden="true" className={cn('mt-0.5 size-5 shrink-0', inks[tone])} />
          <div className="min-w-0 flex-1">
            <Base.Title className="text-small font-semibold" />
            <Base.Description className="text-small text-ink-soft" />
          </div>
          <Base.Close aria-label={say.dismiss} className="-my-1.5 grid size-11 shrink-0 place-items-center text-ink-soft hover:text-ink">
            <X aria-hidden="true" className="size-4.5" />
          </Base.Close>
        </Base.Content>
      </Base.Root>
    )
  })
}

/** `const toast = useToast(); toast({ title: 'Saved', tone: 'success' })`. Nothing that must be read goes here. */
export function useToast() {
  const manager = Base.useToastManager()
  return ({ title, description, tone = 'info' }: { title: string; description?: string; tone?: Tone }) =>
    manager.add({ title, type: tone, ...(description ? { description } : {}), priority: tone === 'danger' ? 'high' : 'low' })
}
