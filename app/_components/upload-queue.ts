'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { nextWord } from '@/app/_session/windows'
import { memory, Upload, type Remembered, type UploadChange, type UploadState } from '@/lib/documents/client'
import { Turn } from '@/lib/sessions/client'

export type QueueItem = {
  key: number
  name: string
  size: number
  sent: number
  state: UploadState
  says?: string
  why?: string
  next?: string
}

/** Files on the line at one time: more would only make each slower. */
const atOnce = 3
/** While the session is locked (ms): how often the queue asks, should it not hear of the unlocking. */
const askEvery = 5_000
const busy: readonly UploadState[] = ['queued', 'sending', 'checking', 'offline', 'locked']

type Kept = { file: Blob; about: Record<string, unknown> & { fileName: string }; modified: number; address?: string | undefined; upload?: Upload }

/**
 * A queue of uploads: three on the line at a time, each going on by itself after a lost connection or a lock. What breaks off
 * with the page is remembered in this browser, and goes on when the same file is chosen again.
 */
export function useUploads(create: string) {
  const [items, setItems] = useState<QueueItem[]>([])
  const [remembered, setRemembered] = useState<Remembered[]>([])
  const kept = useRef(new Map<number, Kept>())
  const waiting = useRef<number[]>([])
  const running = useRef(0)
  const counter = useRef(0)
  const left = useRef(false)
  const turn = useRef<Turn>(null)

  useEffect(() => {
    left.current = false
    // Known only in the browser, so that the first picture is the server's.
    // oxlint-disable-next-line react/set-state-in-effect
    setRemembered(memory.all(create))
    return () => void (left.current = true)
  }, [create])

  const active = items.some(({ state }) => busy.includes(state))
  useEffect(() => {
    if (!active) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [active])

  return useMemo(() => {
    const change = (key: number, part: Partial<QueueItem>) => setItems((list) => list.map((item) => (item.key === key ? { ...item, ...part } : item)))
    const apply = (key: number, { address, ...part }: UploadChange) => {
      const one = kept.current.get(key)
      if (address && one) {
        one.address = address
        const name = one.about.fileName
        memory.add({ address, name, size: one.file.size, modified: one.modified, at: Date.now() })
      }
      if (one?.address && (part.state === 'ready' || part.state === 'cancelled' || part.state === 'refused')) memory.forget(one.address)
      change(key, part)
    }
    const next = () => {
      while (running.current < atOnce) {
        const key = waiting.current.shift()
        const one = key === undefined ? undefined : kept.current.get(key)
        if (key === undefined) return
        if (!one) continue
        running.current += 1
        turn.current ??= new Turn(() => nextWord(askEvery))
        const mine = turn.current
        one.upload = new Upload({
          file: one.file, create, about: one.about, address: one.address, change: (part) => apply(key, part),
          turn: (refused) => mine.comes({ refused, left: () => left.current || !kept.current.has(key) }),
        })
        void one.upload.run().finally(() => {
          running.current -= 1
          next()
        })
      }
    }
    const put = (file: Blob, name: string, modified: number, about: Record<string, unknown>) => {
      const key = counter.current++
      const known = memory.all(create).find((one) => one.name === name && one.size === file.size && one.modified === modified)
      kept.current.set(key, { file, about: { ...about, fileName: name, type: file.type || null }, modified, address: known?.address })
      if (known) setRemembered((list) => list.filter(({ address }) => address !== known.address))
      setItems((list) => [...list, { key, name, size: file.size, sent: 0, state: 'queued' }])
      waiting.current.push(key)
      next()
    }
    return {
      items, remembered, active,
      add: (files: readonly File[], about: Record<string, unknown>) => files.forEach((file) => put(file, file.name, file.lastModified, about)),
      addBlob: (file: Blob, name: string, about: Record<string, unknown>) => put(file, name, 0, about),
      cancel: (key: number) => {
        const one = kept.current.get(key)
        kept.current.delete(key)
        waiting.current = waiting.current.filter((other) => other !== key)
        if (one?.upload) one.upload.cancel()
        else change(key, { state: 'cancelled' })
      },
      retry: (key: number) => {
        const one = kept.current.get(key)
        if (!one) return
        // Where it was refused for good, there is nothing to go on with, and it begins anew.
        change(key, { state: 'queued' })
        waiting.current.push(key)
        next()
      },
      /** Gives an unfinished upload of an earlier page up. */
      forget: (address: string) => {
        memory.forget(address)
        setRemembered((list) => list.filter((one) => one.address !== address))
        void fetch(address, { method: 'DELETE' }).catch(() => undefined)
      },
    }
  }, [items, remembered, active, create])
}
