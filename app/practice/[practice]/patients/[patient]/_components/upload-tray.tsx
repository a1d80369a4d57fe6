'use client'

import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FileDrop } from '@/components/ui/file-drop'
import { Progress } from '@/components/ui/progress'
import { Status } from '@/components/ui/status'
import { TextLink } from '@/components/ui/text-link'
import { fileSize } from '@/lib/format/size'

type Item = {
  key: number
  name: string
  size: number
  sent: number
  state: 'sending' | 'checking' | 'ready' | 'refused' | 'cancelled'
  says?: string
  next?: string
  request?: XMLHttpRequest
}

const accepted = 'application/pdf,image/jpeg,image/png,.pdf,.jpg,.jpeg,.png'

/**
 * Sends files one after the other and shows how far each is. Without JavaScript the same form sends one file and the
 * server answers with the next page. XMLHttpRequest, because fetch tells no progress of an upload.
 */
export function UploadTray({ practice, patient }: { practice: string; patient: string }) {
  const [items, setItems] = useState<Item[]>([])
  const counter = useRef(0)
  const form = useRef<HTMLFormElement>(null)

  const change = (key: number, part: Partial<Item>) =>
    setItems((list) => list.map((item) => (item.key === key ? { ...item, ...part } : item)))

  async function sendAll(files: File[]) {
    const added = files.map((file) => ({ file, item: { key: counter.current++, name: file.name, size: file.size, sent: 0, state: 'sending' as const } }))
    setItems((list) => [...list, ...added.map(({ item }) => item)])
    for (const { file, item } of added) await send(file, item.key)
    form.current?.reset()
  }

  function send(file: File, key: number): Promise<void> {
    return new Promise((done) => {
      const request = new XMLHttpRequest()
      const query = new URLSearchParams({ patient, name: file.name })
      request.open('POST', `/v1/u/${practice}?${query}`)
      request.setRequestHeader('content-type', file.type || 'application/octet-stream')
      request.responseType = 'json'
      request.upload.onprogress = ({ loaded }) => change(key, { sent: loaded, state: loaded < file.size ? 'sending' : 'checking' })
      request.onload = () => {
        const answer = request.response as { next?: string; says?: string } | null
        if (request.status === 201 && answer?.next) change(key, { state: 'ready', next: answer.next })
        else change(key, { state: 'refused', says: answer?.says ?? 'This file could not be taken. Nothing was kept; please try again.' })
        done()
      }
      request.onerror = () => {
        change(key, { state: 'refused', says: 'The connection broke before the file was here. Nothing was kept; please send it again.' })
        done()
      }
      request.onabort = () => {
        change(key, { state: 'cancelled' })
        done()
      }
      change(key, { request })
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
        multiple
        accept={accepted}
        label="Drop files here, or choose them"
        hint="PDF, JPEG or PNG, up to 64 MB each"
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
              {item.state === 'sending' ? <Button variant="quiet" size="sm" onClick={() => item.request?.abort()}>Cancel</Button> : null}
              {item.next ? <TextLink href={item.next} className="py-2 text-small">File it now</TextLink> : null}
            </li>
          ))}
        </ul>
      ) : null}
    </form>
  )
}

function ItemLine({ item }: { item: Item }) {
  if (item.state === 'sending' || item.state === 'checking')
    return <Progress label={item.name} value={item.sent} max={Math.max(1, item.size)} detail={item.state === 'checking' ? 'Being checked' : `${fileSize(item.sent)} of ${fileSize(item.size)}`} />
  if (item.state === 'ready') return <Status tone="ready">{item.name}: here and encrypted, not filed yet</Status>
  if (item.state === 'cancelled') return <Status tone="ended">{item.name}: cancelled, nothing was kept</Status>
  return <Status tone="attention">{item.name}: {item.says}</Status>
}
