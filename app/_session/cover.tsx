'use client'

import { useEffect, useRef, type ReactNode } from 'react'

/**
 * Lies over the whole page in the browser's top layer: what is under it cannot be seen, focused, found or read aloud, and
 * stays exactly as it was. Escape does not lift it.
 */
export function Cover({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const cover = dialog.current
    if (!cover) return
    const raise = () => void (cover.open || cover.showModal())
    raise()
    // Browsers close a modal that is dismissed twice whatever its page says.
    cover.addEventListener('close', raise)
    return () => {
      cover.removeEventListener('close', raise)
      cover.close()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby="cover-title"
      onCancel={(event) => event.preventDefault()}
      onKeyDown={(event) => event.key === 'Escape' && event.preventDefault()}
      className="fixed inset-0 m-0 h-dvh max-h-none w-screen max-w-none overflow-y-auto bg-page p-0 text-ink backdrop:bg-page"
    >
      <div className="mx-auto flex min-h-full w-full max-w-[25rem] flex-col justify-center px-5 py-10">
        <h2 id="cover-title" className="font-name text-title font-[450] tracking-[-0.015em]">{title}</h2>
        <p className="mt-2 mb-7 text-body text-ink-soft">{lead}</p>
        {children}
      </div>
    </dialog>
  )
}
