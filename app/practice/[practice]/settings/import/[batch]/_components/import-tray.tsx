'use client'

import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { nextWord } from '@/app/_session/windows'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { FileDrop } from '@/components/ui/file-drop'
import { Progress } from '@/components/ui/progress'
import { Upload } from '@/lib/documents/client'
import { fileSize } from '@/lib/format/size'
import { count } from '@/lib/format/names'
import { chosenFiles, compareFolder, droppedTree, type Chosen, type Compared } from '@/lib/imports/client'
import { Turn } from '@/lib/sessions/client'

const never = () => () => undefined
/** Files on the line at one time. */
const atOnce = 3
/** Names that one list shows. */
const listed = 100

type Phase =
  | { at: 'idle' }
  | { at: 'comparing'; done: number; of: number }
  | { at: 'sending'; compared: Compared; sent: number; waiting: string }
  | { at: 'done'; compared: Compared; sent: number }
  | { at: 'failed'; says: string }

/**
 * Takes the folder: asks which row names which file, then sends only what is missing, three at a time, each going on by itself after
 * a lost connection or a lock. It draws figures and not a line for each file: there may be a hundred thousand.
 */
export function ImportTray({ door, fileLimit }: { door: string; fileLimit: number }) {
  const [phase, setPhase] = useState<Phase>({ at: 'idle' })
  const [refused, setRefused] = useState<{ path: string; says: string }[]>([])
  const live = useSyncExternalStore(never, () => true, () => false)
  const form = useRef<HTMLFormElement>(null)
  const left = useRef(false)
  useEffect(() => {
    left.current = false
    return () => void (left.current = true)
  }, [])
  const busy = phase.at === 'comparing' || phase.at === 'sending'
  useEffect(() => {
    if (!busy) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [busy])

  async function take(chosen: readonly Chosen[]): Promise<void> {
    if (busy || chosen.length === 0) return
    setRefused([])
    setPhase({ at: 'comparing', done: 0, of: chosen.length })
    try {
      const compared = await compareFolder(door, chosen, (done) => setPhase({ at: 'comparing', done, of: chosen.length }))
      await send(compared)
    } catch (error) {
      setPhase({ at: 'failed', says: (error as Error).message })
    }
  }

  async function send(compared: Compared): Promise<void> {
    const queue = [...compared.wanted]
    const turn = new Turn(() => nextWord(5_000))
    let sent = 0
    const show = (waiting: string) => setPhase({ at: 'sending', compared, sent, waiting })
    show('')
    const worker = async () => {
      for (let one = queue.shift(); one && !left.current; one = queue.shift()) {
        const { chosen: { file, path }, line, address } = one
        await new Upload({
          file, create: door, about: { path: path.slice(-1_000), line, type: file.type || null }, address,
          turn: (again) => turn.comes({ refused: again, left: () => left.current }),
          change: ({ state, says }) => {
            if (state === 'ready') sent++
            if (state === 'refused') setRefused((list) => [...list, { path, says: says ?? 'This file could not be taken.' }])
            if (state) show(state === 'offline' ? 'The connection is lost; it goes on by itself.' : state === 'locked' ? 'It waits for you to unlock, then goes on by itself.' : '')
          },
        }).run()
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    if (!left.current) setPhase({ at: 'done', compared, sent })
  }

  return (
    <form ref={form} method="post" action={door} encType="multipart/form-data" className="space-y-4" onSubmit={(event) => live && event.preventDefault()}>
      <div
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          void droppedTree(event.dataTransfer.items).then(take)
        }}
      >
        <FileDrop
          name="file"
          multiple
          disabled={busy}
          {...(live ? { webkitdirectory: '' } : {})}
          label={live ? 'Drop the folder here, or choose it' : 'Choose the files, up to 200 at once'}
          hint={`PDF, pictures, DICOM or text, up to ${fileSize(fileLimit)} each`}
          onChange={(event) => {
            const chosen = chosenFiles(event.currentTarget.files ?? [])
            form.current?.reset()
            void take(chosen)
          }}
        />
      </div>
      <noscript>
        <Button type="submit">Send these files</Button>
      </noscript>
      {phase.at === 'comparing' ? <Progress label="The folder is compared with the index" value={phase.done} max={Math.max(1, phase.of)} detail={`${phase.done.toLocaleString('en-US')} of ${count(phase.of, 'file')}`} /> : null}
      {phase.at === 'sending' ? (
        <>
          <Progress label="Files are sent" value={phase.sent + refused.length} max={Math.max(1, phase.compared.wanted.length)} detail={`${phase.sent.toLocaleString('en-US')} of ${count(phase.compared.wanted.length, 'file')}`} />
          {phase.waiting ? <Banner tone="warning" live>{phase.waiting}</Banner> : null}
        </>
      ) : null}
      {phase.at === 'failed' ? <Banner tone="danger" live title="The folder was not taken">{phase.says}</Banner> : null}
      {phase.at === 'done' ? (
        <Banner tone={refused.length > 0 ? 'warning' : 'success'} live title={phase.compared.wanted.length === 0 ? 'Nothing of this folder is missing' : `${count(phase.sent, 'file')} sent`}>
          {phase.compared.here > 0 ? `${count(phase.compared.here, 'file')} had come before. ` : ''}Each is looked through and filed as its row says; you may leave this page when nothing is on its way any more.
        </Banner>
      ) : null}
      {phase.at === 'sending' || phase.at === 'done' ? (
        <>
          <Names title="No row names these; they are not sent" paths={phase.compared.unnamed} />
          <Names title="More than one row, or more than one file, has this name; nobody can say which is meant" paths={phase.compared.unclear} />
          <Names title="Their rows do not come in; mend them in the index first" paths={phase.compared.notClean} />
        </>
      ) : null}
      {refused.length > 0 ? (
        <section aria-label="Refused files" className="text-small">
          <h3 className="font-semibold">Not taken</h3>
          <ul className="mt-1 divide-y divide-line border-y border-line">
            {refused.slice(0, listed).map(({ path, says }) => <li key={path} className="py-1.5 break-words">{path}: <span className="text-ink-soft">{says}</span></li>)}
          </ul>
          {refused.length > listed ? <p className="mt-1 text-ink-soft">And {count(refused.length - listed, 'more', 'more')}; the list to download names all.</p> : null}
        </section>
      ) : null}
    </form>
  )
}

function Names({ title, paths }: { title: string; paths: readonly Chosen[] }) {
  if (paths.length === 0) return null
  return (
    <details className="text-small">
      <summary className="cursor-pointer py-1 font-medium">{title} ({paths.length.toLocaleString('en-US')})</summary>
      <ul className="mt-1 divide-y divide-line border-y border-line">
        {paths.slice(0, listed).map(({ path }) => <li key={path} className="py-1 break-words">{path}</li>)}
      </ul>
      {paths.length > listed ? <p className="mt-1 text-ink-soft">These are the first {listed}.</p> : null}
    </details>
  )
}
