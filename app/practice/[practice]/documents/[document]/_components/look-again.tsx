'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { TextLink } from '@/components/ui/text-link'

const every = 4_000

/** Has the page drawn anew while something is under way; without scripts, by hand. */
export function LookAgain() {
  const router = useRouter()
  const path = usePathname()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, every)
    return () => clearInterval(timer)
  }, [router])
  return <TextLink href={path} className="inline-block py-2 text-small">Look again</TextLink>
}
