'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'

type Props = { href: string; className?: string | undefined; children: ReactNode; exact?: boolean | undefined }

/** A link that knows whether its place is open. Layouts stay mounted while pages change, so the browser must tell. */
export function NavLink({ href, className, children, exact = false }: Props) {
  const path = usePathname()
  const here = path === href || (!exact && path.startsWith(`${href}/`))
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={here ? 'page' : undefined}
      className={className}
      onClick={(event) => event.currentTarget.closest('details')?.removeAttribute('open')}
    >
      {children}
    </Link>
  )
}
