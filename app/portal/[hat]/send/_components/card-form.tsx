'use client'

import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Camera } from 'lucide-react'
import { UploadList } from '@/app/_components/upload-list'
import { useUploads } from '@/app/_components/upload-queue'
import { Button } from '@/components/ui/button'
import { Status } from '@/components/ui/status'
import { TextareaField } from '@/components/ui/textarea'
import { arrivalWords } from '@/lib/documents/rules'
import type { Lang } from '@/lib/format/lang'
import { looksBlurred } from '@/lib/portal/client'
import { sendCopy } from '../_copy/send'
import { PickButton } from './pick-button'

const never = () => () => undefined

type Side = { file: File; preview: string; blurred: boolean | null }
type Sides = { front: Side | null; back: Side | null }

/** An insurance card as one thing: two pictures, each judged as soon as it is taken, sent together and kept as two pages. */
export function CardForm({ hat, lang }: { hat: string; lang: Lang }) {
  const say = sendCopy[lang]
  const queue = useUploads(`/v1/s/${hat}`)
  const note = useRef<HTMLTextAreaElement>(null)
  const form = useRef<HTMLFormElement>(null)
  const live = useSyncExternalStore(never, () => true, () => false)
  const [sides, setSides] = useState<Sides>({ front: null, back: null })
  const shown = useRef<string[]>([])
  useEffect(() => () => shown.current.forEach((url) => URL.revokeObjectURL(url)), [])

  async function took(side: keyof Sides, files: readonly File[]) {
    const [picked] = files
    if (!picked) return
    const file = await asJpeg(picked)
    const preview = URL.createObjectURL(file)
    shown.current.push(preview)
    setSides((now) => ({ ...now, [side]: { file, preview, blurred: null } }))
    const blurred = await looksBlurred(file)
    setSides((now) => (now[side]?.file === file ? { ...now, [side]: { file, preview, blurred } } : now))
  }
  function send() {
    const { front, back } = sides
    if (!front || !back) return
    queue.addBlob(new Blob([front.file, back.file]), say.kinds.insurance_card.name, { as: 'insurance_card', note: note.current?.value ?? '', frontSize: front.file.size })
    setSides({ front: null, back: null })
    form.current?.reset()
  }

  return (
    <form ref={form} method="post" action={`/v1/s/${hat}`} encType="multipart/form-data" className="space-y-6" onSubmit={(event) => {
      if (!live) return
      event.preventDefault()
      send()
    }}>
      <input type="hidden" name="as" value="insurance_card" />
      <TextareaField name="note" label={say.note} optional={say.optional} rows={2} maxLength={1000} {...{ ref: note }} />
      <p className="text-small text-ink-soft">{say.cardHint}</p>
      {(['front', 'back'] as const).map((side) => {
        const taken = sides[side]
        return (
          <fieldset key={side} className="space-y-3">
            <legend className="font-semibold">{say[side]}</legend>
            {taken ? (
              <>
                {/* A picture of this browser's own, seen by nobody else yet. */}
                {/* oxlint-disable-next-line nextjs/no-img-element */}
                <img src={taken.preview} alt={say[side]} className="max-h-56 w-full max-w-sm rounded-tile border border-line object-contain" />
                <p role="status">{taken.blurred === null ? null : <Status tone={taken.blurred ? 'watch' : 'ready'}>{taken.blurred ? say.blurred : say.sharp}</Status>}</p>
              </>
            ) : null}
            <PickButton
              name={side}
              required={!live && side === 'front'}
              label={taken ? say.retake : side === 'front' ? say.takeFront : say.takeBack}
              accept={live ? 'image/*' : 'image/jpeg'}
              capture="environment"
              icon={<Camera aria-hidden="true" />}
              onPick={(files) => void took(side, files)}
            />
          </fieldset>
        )
      })}
      <div className="space-y-2">
        <Button type="submit" size="lg" disabled={live && !(sides.front && sides.back)} aria-describedby="card-both">{say.sendCard}</Button>
        {live && !(sides.front && sides.back) ? <p id="card-both" className="text-small text-ink-soft">{say.needBoth}</p> : null}
      </div>
      <UploadList queue={queue} words={{ ...say.queue, why: (why, says) => (why ? arrivalWords(why, lang) : lang === 'en' && says ? says : arrivalWords('', lang)) }} />
    </form>
  )
}

/** A card's pages are JPEG. What another camera wrote is drawn anew as one; what cannot be drawn is left for the server to refuse. */
async function asJpeg(file: File): Promise<File> {
  if (file.type === 'image/jpeg') return file
  try {
    const picture = await createImageBitmap(file)
    const canvas = document.createElement('canvas')
    canvas.width = picture.width
    canvas.height = picture.height
    canvas.getContext('2d')?.drawImage(picture, 0, 0)
    picture.close()
    const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92))
    return drawn ? new File([drawn], 'card.jpg', { type: 'image/jpeg' }) : file
  } catch {
    return file
  }
}
