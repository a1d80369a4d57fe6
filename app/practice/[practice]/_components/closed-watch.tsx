'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useEffect } from 'react'

const askEvery = 60_000

/**
 * Going from page to page keeps the frame as it was. This asks whether something was closed or opened meanwhile, at each
 * step and every minute, and has the frame drawn anew if so. Only for the eye: what is closed is refused in any case.
 */
export function ClosedWatch({ practice, closed }: { practice: string; closed: string }) {
  const router = useRouter()
  const path = usePathname()
  const search = useSearchParams().toString()
  useEffect(() => {
    let over = false
    const look = async () => {
      if (document.visibilityState !== 'visible') return
      const answer = await fetch(`/api/practice/${practice}/closed`, { cache: 'no-store' }).catch(() => null)
      const frame = answer?.ok ? ((await answer.json().catch(() => null)) as { closed?: string[] } | null) : null
      if (!over && frame?.closed && frame.closed.toSorted().join(' ') !== closed) router.refresh()
    }
    void look()
    const again = () => void look()
    const timer = setInterval(again, askEvery)
    document.addEventListener('visibilitychange', again)
    return () => {
      over = true
      clearInterval(timer)
      document.removeEventListener('visibilitychange', again)
    }
    // Path and search are not read: that they change means that another page was opened, and it asks anew.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [practice, closed, path, search, router])
  return null
}
