'use client'

import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useId, useState, type KeyboardEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { matchesFor } from '@/lib/patients/client'
import { PatientOption } from './patient-option'

type Props = { practice: string; defaultValue?: string | undefined; archived?: boolean | undefined }

/** Finds a patient while she is being typed. Without JavaScript it is a form that leads to the list. */
export function PatientSearch(props: Props) {
  const [client] = useState(() => new QueryClient())
  return (
    <QueryClientProvider client={client}>
      <Box {...props} />
    </QueryClientProvider>
  )
}

function Box({ practice, defaultValue = '', archived }: Props) {
  const router = useRouter()
  const list = useId()
  const [typed, setTyped] = useState(defaultValue)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const q = useSettled(typed.trim())
  const { data, error, isFetching } = useQuery({ ...matchesFor(practice, q), enabled: open && q !== '' && q !== defaultValue.trim() })
  const shown = open && q !== '' && typed.trim() !== '' && (data !== undefined || error !== null)
  const items = shown && !error ? (data?.items ?? []) : []

  function press(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      if (items.length > 0) setActive((at) => (at + (event.key === 'ArrowDown' ? 1 : -1) + items.length + (at === -1 && event.key === 'ArrowUp' ? 1 : 0)) % items.length)
    } else if (event.key === 'Escape' && shown) {
      event.preventDefault()
      setOpen(false)
      setActive(-1)
    } else if (event.key === 'Enter') {
      const chosen = items[active]
      // With nobody chosen, Enter sends the form and the whole list follows.
      if (!chosen) return
      event.preventDefault()
      go(chosen.id)
    }
  }

  const go = (id: string) => {
    setOpen(false)
    router.push(`/practice/${practice}/patients/${id}`)
  }

  return (
    <form
      role="search"
      action={`/practice/${practice}/patients`}
      className="relative"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      {archived ? <input type="hidden" name="archived" value="1" /> : null}
      <Field name="q" id={`${list}-q`} label="Find a patient" hint="Name, birth date or phone, as much of it as you have">
        {(control) => (
          <div className="flex gap-2">
            <Input
              {...control}
              type="search"
              defaultValue={defaultValue}
              maxLength={200}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              enterKeyHint="search"
              role="combobox"
              aria-autocomplete="list"
              aria-expanded={shown}
              aria-controls={`${list}-list`}
              aria-activedescendant={items[active] ? `${list}-${active}` : undefined}
              onChange={(event) => {
                setTyped(event.target.value)
                setOpen(true)
                setActive(-1)
              }}
              onKeyDown={press}
            />
            <Button type="submit" variant="secondary" icon={<Search aria-hidden="true" />} loading={shown && isFetching}>Search</Button>
          </div>
        )}
      </Field>
      <div
        id={`${list}-list`}
        role="listbox"
        aria-label="Patients who fit"
        hidden={items.length === 0}
        className="absolute inset-x-0 top-full z-20 mt-1 max-h-[26rem] overflow-y-auto rounded-tile bg-sheet py-1 shadow-lift"
      >
        {items.map((item, at) => (
          <PatientOption key={item.id} id={`${list}-${at}`} item={item} active={at === active} onChoose={() => go(item.id)} />
        ))}
      </div>
      <p role="status" className={items.length > 0 || !shown ? 'sr-only' : 'mt-2 text-small text-ink-soft'}>
        {!shown ? '' : error ? error.message : items.length === 0 ? 'Nobody fits. Try a part of the name, the birth date, or the last digits of the phone.'
          : `${items.length}${data?.more ? ' and more' : ''} found; choose with the arrow keys${data?.more ? ', or press Enter for all' : ''}.`}
      </p>
    </form>
  )
}

/** The typed text once the hands have rested for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 160)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
