'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from './cn'

type Props = { label: string; tabs: readonly { href: string; label: string; count?: number | undefined }[] }

/** Views of one thing, each with an address of its own. The longest address that fits the path is current. */
export function TabLinks({ label, tabs }: Props) {
  const path = usePathname()
  const fitting = tabs.filter((tab) => path === tab.href || path.startsWith(`${tab.href}/`))
  const current = fitting.sort((a, b) => b.href.length - a.href.length)[0]?.href
  return (
    <nav aria-label={label} className="border-b border-line">
      <ul className="-mb-px flex flex-wrap gap-x-6">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              prefetch={false}
              aria-current={tab.href === current ? 'page' : undefined}
              className={cn(
                'inline-flex min-h-11 items-center gap-1.5 border-b-[3px] border-transparent text-small font-medium text-ink-soft',
                'hover:text-ink aria-[current]:border-violet aria-[current]:text-ink',
              )}
            >
              {tab.label}
              {tab.count === undefined ? null : <span className="text-ink-faint">{tab.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
