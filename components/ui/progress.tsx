import { useId, type ReactNode } from 'react'

type Props = {
  label: ReactNode
  /** 0 to `max`; leave out while the length is unknown. */
  value?: number | undefined
  max?: number | undefined
  /** In words: "3.1 of 8.4 MB". */
  detail?: ReactNode
}

/** Long work, shown while it runs. */
export function Progress({ label, value, max = 100, detail }: Props) {
  const id = useId()
  return (
    <div className="space-y-1.5">
      <div className="flex flex-wrap justify-between gap-x-4 text-small">
        <label htmlFor={id} className="min-w-0 font-medium break-words">
          {label}
        </label>
        {detail ? <span className="text-ink-soft">{detail}</span> : null}
      </div>
      <progress id={id} className="meter block" max={max} value={value} />
    </div>
  )
}
