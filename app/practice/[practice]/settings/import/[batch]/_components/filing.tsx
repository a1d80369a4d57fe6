'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { nextWord } from '@/app/_session/windows'
import { Button } from '@/components/ui/button'
import { Progress } from '@/components/ui/progress'
import { count } from '@/lib/format/names'
import { askDoor } from '@/lib/imports/client'
import type { Counts } from '@/lib/imports/schema'

/** How often it is asked (ms) while something comes, and while nothing does. */
const [soon, later] = [2_000, 8_000]

/** Files what arrives while the page is open, and says how far all is. Polls renew no idle time. */
export function Filing({ door, live, counts: first }: { door: string; live: boolean; counts: Counts }) {
  const router = useRouter()
  const [counts, setCounts] = useState(first)
  useEffect(() => {
    if (!live) return
    const page = new AbortController()
    void (async () => {
      let wait = soon
      let changed = false
      while (!page.signal.aborted) {
        const state = await askDoor<{ state: string; counts: Counts }>(door, { step: 'state' })
        if (page.signal.aborted) return
        if (state.ok) {
          const { coming = 0 } = state.body.counts
          setCounts(state.body.counts)
          if (coming > 0) {
            const step = await askDoor<{ filed: number; left: number; refused: number; more: boolean }>(door, { step: 'file' })
            if (step.ok) {
              changed ||= step.body.filed + step.body.left + step.body.refused > 0
              if (step.body.more) continue
            }
          } else if (changed) {
            // The list below is drawn anew once, when nothing is on its way any more.
            changed = false
            router.refresh()
          }
          wait = coming > 0 ? soon : later
        }
        await nextWord(wait)
      }
    })()
    return () => page.abort()
  }, [door, live, router])
  const { clean = 0, coming = 0, filed = 0, left = 0, refused = 0 } = counts
  const all = clean + coming + filed + left + refused
  return (
    <div className="max-w-3xl space-y-3">
      <Progress label={`${count(filed, 'document')} filed`} value={filed + left} max={Math.max(1, all)} detail={`${(filed + left).toLocaleString('en-US')} of ${all.toLocaleString('en-US')}`} />
      <p className="text-small text-ink-soft" role="status">
        {[
          coming > 0 ? `${count(coming, 'file')} on the way, or being looked through.` : '',
          left > 0 ? `${count(left, 'document')} ${left === 1 ? 'waits' : 'wait'} under To file.` : '',
          refused > 0 ? `${count(refused, 'file')} refused or broken off.` : '',
          clean > 0 ? `${count(clean, 'file')} awaited.` : 'No file is awaited any more.',
        ].filter(Boolean).join(' ')}
      </p>
      {coming > 0 ? (
        <noscript>
          <form method="post" action={door} encType="multipart/form-data">
            <input type="hidden" name="step" value="file" />
            <Button type="submit" variant="secondary">File what has arrived</Button>
          </form>
        </noscript>
      ) : null}
    </div>
  )
}
