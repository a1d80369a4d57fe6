import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { buttonLook, type ButtonSize, type ButtonVariant } from './button-look'

type Props = Omit<ComponentProps<typeof Link>, 'prefetch' | 'className'> & {
  variant?: ButtonVariant | undefined
  size?: ButtonSize | undefined
  wide?: boolean | undefined
  icon?: ReactNode
  className?: string | undefined
}

/** A link that looks like a button; for going somewhere, never for doing something. */
export function ButtonLink({ variant = 'primary', size = 'md', wide = false, icon, className, children, ...rest }: Props) {
  return (
    <Link {...rest} prefetch={false} className={buttonLook(variant, size, wide, className)}>
      {icon}
      {children}
    </Link>
  )
}
