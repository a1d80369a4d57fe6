'use client'

import { useId, useSyncExternalStore } from 'react'

const never = () => () => {}

type Props = {
  label: string
  /** Cookie that keeps the choice for a year in this browser. */
  cookie: 'enamel-theme' | 'enamel-previews'
  value: string
  options: readonly { value: string; label: string }[]
}

/** A small choice about how pages look. Appears once it can work, since without JavaScript it would not. */
export function Chooser({ label, cookie, value, options }: Props) {
  const id = useId()
  const ready = useSyncExternalStore(never, () => true, () => false)
  if (!ready) return null
  return (
    <span className="inline-flex max-w-full min-w-0 flex-wrap items-center gap-x-2">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        defaultValue={value}
        className="min-h-11 max-w-full rounded-tile border border-current/40 bg-transparent px-2 [&>option]:bg-sheet [&>option]:text-ink"
        onChange={(event) => {
          const secure = location.protocol === 'https:' ? '; Secure' : ''
          document.cookie = `${cookie}=${event.target.value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`
          location.reload()
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  )
}
