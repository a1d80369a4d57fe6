'use client'

import { useRef, useState, useSyncExternalStore } from 'react'
import { Camera, FolderOpen } from 'lucide-react'
import { UploadList } from '@/app/_components/upload-list'
import { useUploads } from '@/app/_components/upload-queue'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { TextareaField } from '@/components/ui/textarea'
import { acceptedFiles, arrivalWords } from '@/lib/documents/rules'
import { fileSize } from '@/lib/format/size'
import type { Lang } from '@/lib/format/lang'
import { looksBlurred } from '@/lib/portal/client'
import type { Sendable } from '@/lib/portal/schema'
import { sendCopy } from '../_copy/send'
import { PickButton } from './pick-button'

const never = () => () => undefined

type Props = { hat: string; lang: Lang; as: Sendable; most: number }

/** Files or photographs with a note. Without JavaScript the form sends them; with it, each shows how far it is and goes on by itself. */
export function FileForm({ hat, lang, as, most }: Props) {
  const say = sendCopy[lang]
  const queue = useUploads(`/v1/s/${hat}`)
  const note = useRef<HTMLTextAreaElement>(null)
  const [blurred, setBlurred] = useState<File | null>(null)
  const live = useSyncExternalStore(never, () => true, () => false)
  const send = (files: readonly File[]) => queue.add(files, { as, note: note.current?.value ?? '' })
  async function took(files: readonly File[]) {
    const [photo] = files
    setBlurred(null)
    if (photo && (await looksBlurred(photo))) setBlurred(photo)
    else send(files)
  }
  return (
    <form method="post" action={`/v1/s/${hat}`} encType="multipart/form-data" className="space-y-5" onSubmit={(event) => live && event.preventDefault()}>
      <input type="hidden" name="as" value={as} />
      <TextareaField name="note" label={say.note} optional={say.optional} hint={say.noteHint} rows={2} maxLength={1000} {...{ ref: note }} />
      <div className="flex flex-col gap-3 sm:flex-row">
        <PickButton name="file" label={say.take} accept="image/*" capture="environment" icon={<Camera aria-hidden="true" />} onPick={(files) => void took(files)} />
        <PickButton name="file" label={say.choose} accept={acceptedFiles} multiple icon={<FolderOpen aria-hidden="true" />} onPick={send} />
      </div>
      <p className="text-small text-ink-soft">{say.sizeHint(fileSize(most, lang))}. {say.place}</p>
      {blurred ? (
        <Banner tone="warning" live action={<Button size="sm" variant="secondary" onClick={() => { send([blurred]); setBlurred(null) }}>{say.send}</Button>}>
          {say.blurred}
        </Banner>
      ) : null}
      <noscript>
        <Button type="submit" size="lg">{say.send}</Button>
      </noscript>
      <UploadList queue={queue} words={{ ...say.queue, why: (why, says) => (why ? arrivalWords(why, lang) : lang === 'en' && says ? says : arrivalWords('', lang)) }} />
    </form>
  )
}
