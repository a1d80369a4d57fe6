'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { nextWord } from '@/app/_session/windows'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Progress } from '@/components/ui/progress'
import { askDoor } from '@/lib/imports/client'

type Done = { done: boolean; at?: number; removed?: number; stayed?: number }

/** What takes many steps goes on by itself while its page is open; without JavaScript a press is a step. */
export function GoesOn({ door, step, label, value, max }: { door: string; step: 'check' | 'undo'; label: string; value: number; max: number }) {
  const router = useRouter()
  const [at, setAt] = useState(value)
  const [says, setSays] = useState('')
  useEffect(() => {
    const page = new AbortController()
    void (async () => {
      while (!page.signal.aborted) {
        const answer = await askDoor<Done>(door, { step })
        if (page.signal.aborted) return
        if (answer.ok) {
          const { done, at: reached, removed = 0, stayed = 0 } = answer.body
          setSays('')
          setAt((before) => reached ?? before + removed + stayed)
          if (done) return router.refresh()
        } else if (answer.status === 409) {
          return router.refresh()
        } else {
          setSays(answer.status === 401 ? 'It waits for you to unlock or sign in, then goes on.' : `${answer.says} It goes on by itself.`)
          await nextWord(5_000)
        }
      }
    })()
    return () => page.abort()
  }, [door, step, router])
  return (
    <div className="max-w-3xl space-y-4">
      <Progress label={label} value={Math.min(at, max)} max={max} detail={`${Math.min(at, max).toLocaleString('en-US')} of ${max.toLocaleString('en-US')}`} />
      {says ? <Banner tone="warning" live>{says}</Banner> : null}
      <noscript>
        <form method="post" action={door} encType="multipart/form-data">
          <input type="hidden" name="step" value={step} />
          <Button type="submit" variant="secondary">Go on</Button>
        </form>
      </noscript>
    </div>
  )
}
