import { useId, type ComponentProps, type ReactNode } from 'react'
import { cn } from './cn'

type Props = Omit<ComponentProps<'input'>, 'type' | 'role'> & { label: ReactNode; hint?: ReactNode }

/** On or off. A checkbox underneath, so it submits and works without JavaScript. */
export function Switch({ label, hint, id, className, ...input }: Props) {
  const fallback = useId()
  const own = id ?? fallback
  return (
    <div className={cn('flex min-h-11 items-start justify-between gap-4 py-2', className)}>
      <span>
        <label htmlFor={own} className="text-[1rem]/[1.5]">
          {label}
        </label>
        {hint ? (
          <span id={`${own}-hint`} className="block text-small text-ink-soft">
            {hint}
          </span>
        ) : null}
      </span>
      <input
        {...input}
        id={own}
        type="checkbox"
        // oxlint-disable-next-line jsx-a11y/role-has-required-aria-props -- a checkbox brings its own checked state
        role="switch"
        aria-describedby={hint ? `${own}-hint` : undefined}
        className={cn(
          'relative h-7 w-12 shrink-0 appearance-none rounded-full border-[1.5px] border-line-strong bg-well',
          'transition-colors checked:border-violet checked:bg-violet focus-visible:rounded-full disabled:opacity-55',
          'before:absolute before:-inset-2',
          'after:absolute after:start-[3px] after:top-1/2 after:size-[18px] after:-translate-y-1/2 after:rounded-full',
          'after:bg-ink-soft after:transition-[translate,background-color] after:duration-150',
          'checked:after:translate-x-[19px] checked:after:bg-on-violet rtl:checked:after:-translate-x-[19px]',
        )}
      />
    </div>
  )
}
