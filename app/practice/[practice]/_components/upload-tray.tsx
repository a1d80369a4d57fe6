'use client'

import { useRef, useSyncExternalStore } from 'react'
import { useUploads } from '@/app/_components/upload-queue'
import { UploadList, type UploadWords } from '@/app/_components/upload-list'
import { Button } from '@/components/ui/button'
import { FileDrop } from '@/components/ui/file-drop'
import { droppedFiles } from '@/lib/documents/client'
import { acceptedFiles } from '@/lib/documents/rules'
import { fileSize } from '@/lib/format/size'

const never = () => () => undefined

const words: UploadWords = {
  of: (sent, size) => `${sent} of ${size}`,
  all: (done, count) => (count === 1 ? (done === 1 ? 'The file is here' : 'One file is on its way') : `${done} of ${count} files are here`),
  queued: 'waits for its turn',
  checking: 'Being checked',
  offline: 'the connection is lost; it goes on by itself',
  locked: 'waits for you to unlock, then goes on by itself',
  ready: 'here and encrypted, not filed yet',
  cancelled: 'cancelled, nothing was kept',
  failed: 'This file could not be taken.',
  cancel: 'Cancel',
  retry: 'Try again',
  open: 'File it now',
  unfinished: 'Not finished yet',
  chooseAgain: (name, size) => `${name}, ${size}: choose it again, and it goes on where it broke off.`,
  giveUp: 'Give up',
  why: (_, says) => says ?? 'This file could not be taken. Nothing was kept; please try again.',
}

/**
 * Takes files, many at once and whole folders too, and shows how far each is. After a lost connection, a lock or a closed laptop
 * it goes on where it was. Without JavaScript the same form sends the files and the server answers with the next page.
 */
export function UploadTray({ practice, patient = null, fileLimit }: { practice: string; patient?: string | null; fileLimit: number }) {
  const queue = useUploads(`/v1/u/${practice}`)
  const form = useRef<HTMLFormElement>(null)
  const live = useSyncExternalStore(never, () => true, () => false)
  const add = (files: readonly File[]) => {
    queue.add(files, { patient })
    form.current?.reset()
  }
  return (
    <form ref={form} method="post" action={`/v1/u/${practice}`} encType="multipart/form-data" className="space-y-4" onSubmit={(event) => live && event.preventDefault()}>
      {patient ? <input type="hidden" name="patient" value={patient} /> : null}
      <div
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          void droppedFiles(event.dataTransfer.items).then(add)
        }}
      >
        <FileDrop
          name="file"
          multiple
          accept={acceptedFiles}
          label="Drop files or a folder here, or choose them"
          hint={`PDF, pictures, DICOM or text, up to ${fileSize(fileLimit)} each`}
          onChange={(event) => add([...(event.currentTarget.files ?? [])])}
        />
      </div>
      <noscript>
        <Button type="submit">Send these files</Button>
      </noscript>
      <UploadList queue={queue} words={words} />
    </form>
  )
}
