import type { ComponentProps, ReactNode } from 'react'
import { Upload } from 'lucide-react'
import { cn } from './cn'

type Props = Omit<ComponentProps<'input'>, 'type' | 'children'> & {
  label: ReactNode
  /** Which files, how large. */
  hint?: ReactNode
}

/**
 * A place to drop files. The input itself lies over the whole surface, so dropping, pressing and the keyboard
 * work without JavaScript.
 */
export function FileDrop({ label, hint, className, ...input }: Props) {
  return (
    <label
      className={cn(
        'relative flex min-h-36 flex-col items-center justify-center gap-1 rounded-tile border-[1.5px] border-dashed border-line-strong',
        'bg-sheet px-6 py-7 text-center transition-colors hover:border-violet hover:bg-violet-wash/50',
        'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-violet',
        'has-disabled:opacity-55',
        className,
      )}
    >
      <Upload aria-hidden="true" className="size-6 text-violet" />
      <span className="font-semibold">{label}</span>
      {hint ? <span className="text-small text-ink-soft">{hint}</span> : null}
      <input {...input} type="file" className="absolute inset-0 size-full cursor-pointer opacity-0" />
    </label>
  )
}
