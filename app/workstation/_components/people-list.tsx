'use client'

import { useEffect, useRef, type KeyboardEvent } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { FieldErrors } from '@/components/ui/field'
import { startingWith } from '@/lib/workstations/rules'
import type { Colleague } from '@/lib/workstations/schema'

type Props = {
  people: readonly Colleague[]
  field: { id: string; errors?: string[] | undefined }
  chosen?: string | undefined
  /** A name was settled on; the PIN is next. */
  onChosen: () => void
}

/** How long (ms) letters typed one after another make one word. */
const together = 900

/** Names to choose from: by pointer, by arrows as any radio group, or by typing how a name begins. */
export function PeopleList({ people, field, chosen, onChosen }: Props) {
  const list = useRef<HTMLFieldSetElement>(null)
  const typed = useRef({ text: '', at: 0 })
  const radios = () => [...(list.current?.querySelectorAll<HTMLInputElement>('input[type=radio]') ?? [])]
  useEffect(() => {
    // After a wrong PIN the name is chosen already and the PIN has the turn.
    if (chosen) onChosen()
    else list.current?.querySelector<HTMLInputElement>('input[type=radio]')?.focus()
    // Once, when the screen appears.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') {
      event.preventDefault()
      const radio = event.target instanceof HTMLInputElement ? event.target : null
      // A name that nobody has chosen yet is shown as chosen before the PIN has its turn: letters typed too early are
      // lost, and must not cost somebody else a try.
      if (radio?.checked) onChosen()
      else if (radio) radio.checked = true
      return
    }
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.key === ' ') return
    event.preventDefault()
    const now = performance.now()
    typed.current = { text: now - typed.current.at < together ? typed.current.text + event.key : event.key, at: now }
    const found = startingWith(people.map(({ name }) => name), typed.current.text)
    const radio = found === -1 ? undefined : radios()[found]
    if (!radio) return
    radio.checked = true
    radio.focus()
  }

  return (
    <fieldset ref={list} id={field.id} onKeyDown={onKeyDown} aria-describedby={field.errors ? `${field.id}-error` : undefined} className="min-w-0">
      <legend className="text-small font-semibold text-ink">Your name</legend>
      <div className="mt-1.5 max-h-[50dvh] divide-y divide-line overflow-y-auto border-y border-line">
        {people.map(({ member, name, open }) => (
          <label key={member} className="flex min-h-13 cursor-pointer items-center gap-3 px-2 py-1.5 has-checked:bg-violet-wash has-focus-visible:outline-3 has-focus-visible:-outline-offset-3 has-focus-visible:outline-violet">
            <input type="radio" name="member" value={member} defaultChecked={member === chosen} required className="sr-only"
              onClick={(event) => {
                // Arrows choose too, and go on choosing; a press of the pointer has settled it.
                if (event.detail > 0) onChosen()
              }} />
            <Avatar name={name} size="sm" />
            <span className="min-w-0 flex-1">
              <span className="font-name text-name">{name}</span>
              {open ? null : <span className="block text-small text-ink-soft">PIN closed: sign in with everything you have once</span>}
            </span>
          </label>
        ))}
      </div>
      <FieldErrors id={`${field.id}-error`} errors={field.errors} />
    </fieldset>
  )
}
