import type { ComponentProps, ReactNode } from 'react'
import { buttonLook, type ButtonSize, type ButtonVariant } from './button-look'
import { Spinner } from './spinner'

export type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant | undefined
  size?: ButtonSize | undefined
  /** Full width, for one thumb. */
  wide?: boolean | undefined
  /** Shows work under way and ignores presses; focus and label stay where they were. */
  loading?: boolean | undefined
  icon?: ReactNode
}

export function Button({
  variant = 'primary',
  size = 'md',
  wide = false,
  loading = false,
  icon,
  className,
  children,
  type = 'button',
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled}
      aria-disabled={loading || undefined}
      aria-busy={loading || undefined}
      className={buttonLook(variant, size, wide, className)}
    >
      {loading ? <Spinner /> : icon}
      {children}
    </button>
  )
}
