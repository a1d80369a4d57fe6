'use client'

import './globals.css'
import { Button } from '@/components/ui/button'
import { failedCopy } from './failed-copy'

/** The last resort, when the root layout itself failed: a document of its own, plain, in both languages. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  const { en, es } = failedCopy
  return (
    <html lang="en">
      <body>
        <title>Enamel</title>
        <main className="mx-auto max-w-lg space-y-4 px-5 py-16">
          <h1 className="font-name text-title">{en.title}</h1>
          <p>{en.text.join(' ')}</p>
          <p lang="es" className="text-ink-soft">
            {es.text.join(' ')}
          </p>
          <Button onClick={() => retry()}>{en.act}</Button>
          <p>
            {/* oxlint-disable-next-line nextjs/no-html-link-for-pages -- a full load: what navigates between pages may be what failed */}
            <a href="/help" className="inline-flex min-h-11 items-center text-violet underline">
              Something wrong?
            </a>
          </p>
        </main>
      </body>
    </html>
  )
}
