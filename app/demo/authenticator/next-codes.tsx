'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'

/** Counts down and fetches the next codes. Without JavaScript the page is loaded anew by hand. */
export function NextCodes({ secondsLeft }: { secondsLeft: number }) {
  const router = useRouter()
  const [gone, setGone] = useState(0)
  useEffect(() => {
    const from = performance.now()
    const timer = setInterval(() => {
      const seconds = (performance.now() - from) / 1000
      setGone(seconds)
      if (seconds >= secondsLeft) {
        clearInterval(timer)
        router.refresh()
      }
    }, 500)
    return () => clearInterval(timer)
  }, [secondsLeft, router])
  const left = Math.max(0, Math.ceil(secondsLeft - gone))
  return <p className="text-small text-ink-soft" role="timer">{left === 0 ? 'New codes…' : `These change in ${left} ${left === 1 ? 'second' : 'seconds'}.`}</p>
}
