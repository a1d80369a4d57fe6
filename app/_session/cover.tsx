'use client'

import { useEffect, useRef, type ReactNode } from 'react'
import { createPortal } from 'react-dom'

type Props = { title: string; lead: string; children: ReactNode }

/**
 * Lies over the whole page in the browser's top layer: what is under it cannot be seen, focused, found, read aloud or
 * printed, and stays exactly as it was. Escape does not lift it. It hangs on the body and not in the page, so that a
 * dialogue with something typed into it does not take a press on the cover for a press beside itself, and closes.
 */
export function Cover(props: Props) {
  return createPortal(<Sheet {...props} />, document.body)
}

function Sheet({ title, lead, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const cover = dialog.current
    if (!cover) return
    const before = { focus: document.activeElement, title: document.title, seen: document.body.style.visibility }
    const raise = () => void (cover.open || cover.showModal())
    raise()
    // Browsers close a modal that is dismissed twice whatever its page says.
    cover.addEventListener('close', raise)
    // The window's title may be somebody's name, and print or a second top layer would reach under a cover.
    document.title = title
    document.body.style.visibility = 'hidden'
    return () => {
      cover.removeEventListener('close', raise)
      cover.close()
      document.title = before.title
      document.body.style.visibility = before.seen
      if (before.focus instanceof HTMLElement) before.focus.focus({ preventScroll: true })
    }
  }, [title])
  return (
    <dialog
      ref={dialog}
      aria-modal="true"
      aria-labelledby="cover-title"
      onCancel={(event) => event.preventDefault()}
      onKeyDown={(event) => event.key === 'Escape' && event.preventDefault()}
      className="visible fixed inset-0 m-0 h-dvh max-h-none w-screen max-w-none overflow-y-auto bg-page p-0 text-ink backdrop:bg-page"
    >
      <div className="mx-auto flex min-h-full w-full max-w-[25rem] flex-col justify-center px-5 py-10">
        <h2 id="cover-title" tabIndex={-1} className="font-name text-title font-[450] tracking-[-0.015em]">{title}</h2>
        <p className="mt-2 mb-7 text-body text-ink-soft">{lead}</p>
        {children}
      </div>
    </dialog>
  )
}
