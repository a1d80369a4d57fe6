'use client'

import { Button } from '@/components/ui/button'
import { Progress } from '@/components/ui/progress'
import { Status } from '@/components/ui/status'
import { TextLink } from '@/components/ui/text-link'
import { VisuallyHidden } from '@/components/ui/visually-hidden'
import { fileSize } from '@/lib/format/size'
import type { useUploads } from './upload-queue'

/** All that the list says, in the reader's language. */
export type UploadWords = {
  of: (sent: string, size: string) => string
  all: (done: number, count: number) => string
  queued: string
  checking: string
  offline: string
  locked: string
  ready: string
  cancelled: string
  failed: string
  cancel: string
  retry: string
  open?: string
  unfinished: string
  chooseAgain: (name: string, size: string) => string
  giveUp: string
  /** The sentence for a reason that the server names. */
  why: (why: string | undefined, says: string | undefined) => string
}

type Props = { queue: ReturnType<typeof useUploads>; words: UploadWords }

/** How far each file is and how far all are, what can be done about it, and what an earlier page left unfinished. */
export function UploadList({ queue, words }: Props) {
  const { items, remembered, cancel, retry, forget } = queue
  const counted = items.filter(({ state }) => state !== 'cancelled' && state !== 'refused')
  const done = counted.filter(({ state }) => state === 'ready').length
  const total = counted.reduce((sum, { size }) => sum + size, 0)
  const sent = counted.reduce((sum, item) => sum + (item.state === 'ready' ? item.size : item.sent), 0)
  return (
    <>
      {/* Only what is finished is announced: a progress read aloud at every percent is noise. */}
      <VisuallyHidden>
        <span role="status">{items.length > 0 ? words.all(done, counted.length) : ''}</span>
      </VisuallyHidden>
      {counted.length > 1 ? <Progress label={words.all(done, counted.length)} value={sent} max={Math.max(1, total)} detail={words.of(fileSize(sent), fileSize(total))} /> : null}
      {items.length > 0 ? (
        <ul className="divide-y divide-line border-y border-line">
          {items.map((item) => (
            <li key={item.key} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
              <div className="min-w-48 flex-1 break-words">
                {item.state === 'sending' || item.state === 'checking'
                  ? <Progress label={item.name} value={item.sent} max={Math.max(1, item.size)} detail={item.state === 'checking' ? words.checking : words.of(fileSize(item.sent), fileSize(item.size))} />
                  : <Line state={item.state} name={item.name} words={words} why={item.why} says={item.says} />}
              </div>
              {['queued', 'sending', 'offline', 'locked'].includes(item.state) ? <Button variant="quiet" size="sm" onClick={() => cancel(item.key)} aria-label={`${words.cancel}: ${item.name}`}>{words.cancel}</Button> : null}
              {item.state === 'refused' ? <Button variant="quiet" size="sm" onClick={() => retry(item.key)} aria-label={`${words.retry}: ${item.name}`}>{words.retry}</Button> : null}
              {item.next && words.open ? <TextLink href={item.next} className="py-2 text-small">{words.open}</TextLink> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {remembered.length > 0 ? (
        <section aria-label={words.unfinished} className="text-small">
          <h3 className="font-semibold">{words.unfinished}</h3>
          <ul className="mt-1 divide-y divide-line border-y border-line">
            {remembered.map(({ address, name, size }) => (
              <li key={address} className="flex flex-wrap items-center gap-x-4 py-1.5">
                <span className="min-w-48 flex-1 break-words">{words.chooseAgain(name, fileSize(size))}</span>
                <Button variant="quiet" size="sm" onClick={() => forget(address)} aria-label={`${words.giveUp}: ${name}`}>{words.giveUp}</Button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}

function Line({ state, name, words, why, says }: { state: string; name: string; words: UploadWords; why: string | undefined; says: string | undefined }) {
  switch (state) {
    case 'queued': return <Status tone="none">{`${name}: ${words.queued}`}</Status>
    case 'offline': return <Status tone="watch">{`${name}: ${words.offline}`}</Status>
    case 'locked': return <Status tone="watch">{`${name}: ${words.locked}`}</Status>
    case 'ready': return <Status tone="ready">{`${name}: ${words.ready}`}</Status>
    case 'cancelled': return <Status tone="ended">{`${name}: ${words.cancelled}`}</Status>
    default: return <Status tone="attention">{`${name}: ${words.why(why, says)}`}</Status>
  }
}
