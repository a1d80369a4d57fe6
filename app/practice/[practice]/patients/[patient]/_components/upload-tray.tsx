'use client'

import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { nextWord } from '@/app/_session/windows'
import { Button } from '@/components/ui/button'
import { FileDrop } from '@/components/ui/file-drop'
import { Progress } from '@/components/ui/progress'
import { Status } from '@/components/ui/status'
import { TextLink } from '@/components/ui/text-link'
import { acceptedFiles } from '@/lib/documents/rules'
import { fileSize } from '@/lib/format/size'
import { Turn } from '@/lib/sessions/client'

type Item = {
  key: number
  name: string
  size: number
  sent: number
  state: 'waiting' | 'sending' | 'checking' | 'ready' | 'refused' | 'cancelled'
  says?: string
  next?: string
  request?: XMLHttpRequest
}

/** While the session is locked (ms): how often the tray asks, should it not hear of the unlocking. */
const askEvery = 5_000
const never = () => () => undefined

/**
 * Sends files one after the other and shows how far each is. When the session locks in between, the rest waits and goes on
 * after the unlocking: whoever left a stack of scans to be sent must not choose them again. Without JavaScript the same form
 * sends one file and the server answers with the next page. XMLHttpRequest, because fetch tells no progress of an upload.
 */
export function UploadTray({ practice, patient }: { practice: string; patient: string }) {
  const [items, setItems] = useState<Item[]>([])
  const counter = useRef(0)
  const form = useRef<HTMLFormElement>(null)
  const turn = useRef<Turn>(null)
  const cancelled = useRef(new Set<number>())
  const left = useRef(false)
  // Without scripts the form sends one file, so it lets one be chosen.
  const many = useSyncExternalStore(never, () => true, () => false)
  useEffect(() => {
    left.current = false
    return () => void (left.current = true)
  }, [])

  const change = (key: number, part: Partial<Item>) =>
    setItems((list) => list.map((item) => (item.key === key ? { ...item, ...part } : item)))

  async function sendAll(files: File[]) {
    const added = files.map((file) => ({ file, item: { key: counter.current++, name: file.name, size: file.size, sent: 0, state: 'sending' as const } }))
    setItems((list) => [...list, ...added.map(({ item }) => item)])
    for (const { file, item } of added) await sendInTurn(file, item.key)
    form.current?.reset()
  }

  async function sendInTurn(file: File, key: number) {
    turn.current ??= new Turn(() => nextWord(askEvery))
    for (let refused = false; ; refused = true) {
      if (!(await turn.current.comes({ refused, left: () => left.current || cancelled.current.has(key) })) || cancelled.current.has(key)) return
      if (await send(file, key, await digestOf(file))) return
      change(key, { state: 'waiting', sent: 0 })
    }
  }

  function cancel({ key, request }: Item) {
    cancelled.current.add(key)
    request?.abort()
    change(key, { state: 'cancelled' })
  }

  /** False: the session had locked or ended before it was taken. */
  function send(file: File, key: number, digest: string | null): Promise<boolean> {
    return new Promise((done) => {
      const request = new XMLHttpRequest()
      const query = new URLSearchParams({ patient, name: file.name })
      request.open('POST', `/v1/u/${practice}?${query}`)
      request.setRequestHeader('content-type', file.type || 'application/octet-stream')
      if (digest) request.setRequestHeader('content-digest', digest)
      request.responseType = 'json'
      request.upload.onprogress = ({ loaded }) => change(key, { sent: loaded, state: loaded < file.size ? 'sending' : 'checking' })
      request.onload = () => {
        const answer = request.response as { next?: string; says?: string } | null
        if (request.status === 401) return done(false)
        if (request.status === 201 && answer?.next) change(key, { state: 'ready', next: answer.next })
        else change(key, { state: 'refused', says: answer?.says ?? 'This file could not be taken. Nothing was kept; please try again.' })
        done(true)
      }
      request.onerror = () => {
        change(key, { state: 'refused', says: 'The connection broke before the file was here. Nothing was kept; please send it again.' })
        done(true)
      }
      request.onabort = () => {
        change(key, { state: 'cancelled' })
        done(true)
      }
      change(key, { request, state: 'sending' })
      request.send(file)
    })
  }

  return (
    <form
      ref={form}
      method="post"
      action={`/v1/u/${practice}`}
      encType="multipart/form-data"
      className="space-y-4"
      onSubmit={(event) => event.preventDefault()}
    >
      <input type="hidden" name="patient" value={patient} />
      <FileDrop
        name="file"
        multiple={many}
        accept={acceptedFiles}
        label="Drop files here, or choose them"
        hint="PDF, pictures, X-ray files (DICOM) or plain text, up to 512 MB each"
        onChange={(event) => void sendAll([...(event.currentTarget.files ?? [])])}
      />
      <noscript>
        <Button type="submit">Send this file</Button>
      </noscript>
      {items.length > 0 ? (
        <ul aria-live="polite" className="space-y-3">
          {items.map((item) => (
            <li key={item.key} className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <div className="min-w-48 flex-1">
                <ItemLine item={item} />
              </div>
              {item.state === 'sending' || item.state === 'waiting' ? <Button variant="quiet" size="sm" onClick={() => cancel(item)}>Cancel</Button> : null}
              {item.next ? <TextLink href={item.next} className="py-2 text-small">File it now</TextLink> : null}
            </li>
          ))}
        </ul>
      ) : null}
    </form>
  )
}

/** RFC 9530, so that what arrives is compared with what was chosen. Null where the browser has no means (plain HTTP). */
async function digestOf(file: File): Promise<string | null> {
  if (!window.isSecureContext) return null
  try {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
    return `sha-256=:${btoa(String.fromCharCode(...hash))}:`
  } catch {
    return null
  }
}

function ItemLine({ item }: { item: Item }) {
  if (item.state === 'sending' || item.state === 'checking')
    return <Progress label={item.name} value={item.sent} max={Math.max(1, item.size)} detail={item.state === 'checking' ? 'Being checked' : `${fileSize(item.sent)} of ${fileSize(item.size)}`} />
  if (item.state === 'waiting') return <Status tone="watch">{item.name}: waits for you to unlock, then goes on by itself</Status>
  if (item.state === 'ready') return <Status tone="ready">{item.name}: here and encrypted, not filed yet</Status>
  if (item.state === 'cancelled') return <Status tone="ended">{item.name}: cancelled, nothing was kept</Status>
  return <Status tone="attention">{item.name}: {item.says}</Status>
}
