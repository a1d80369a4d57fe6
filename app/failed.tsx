'use client'

import { useSyncExternalStore } from 'react'
import { Trouble } from '@/components/layout/trouble'
import type { Prefs } from '@/components/layout/words'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { failedCopy } from './failed-copy'

const never = () => () => {}
const unknown: Prefs = { lang: 'en', theme: 'system', size: '100', demo: false }
const sizes = ['125', '150', '200'] as const
let last = unknown

/* An error page is drawn in the browser; the document still carries what the server knew of its reader. */
function prefsOfDocument(): Prefs {
  const { lang, dataset } = document.documentElement
  const next: Prefs = {
    lang: lang === 'es' ? 'es' : 'en',
    theme: dataset.theme === 'light' || dataset.theme === 'dark' ? dataset.theme : 'system',
    size: sizes.find((size) => size === dataset.size) ?? '100',
    demo: dataset.demo !== undefined,
  }
  if (next.lang !== last.lang || next.theme !== last.theme || next.size !== last.size || next.demo !== last.demo) last = next
  return last
}

/** What is shown when a page could not be drawn. Shows the log's reference, never the error's own words. */
export function Failed({ error, retry }: { error: unknown; retry: () => void }) {
  const prefs = useSyncExternalStore(never, prefsOfDocument, () => unknown)
  const copy = failedCopy[prefs.lang]
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : ''
  return (
    <Trouble
      {...prefs}
      title={copy.title}
      reference={digest ? `${copy.reference} ${digest}` : undefined}
      actions={
        <>
          <Button onClick={() => retry()}>{copy.act}</Button>
          <ButtonLink href="/" variant="quiet">
            {copy.home}
          </ButtonLink>
        </>
      }
    >
      {copy.text.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Trouble>
  )
}
