'use client'

import './globals.css'
import { Failed } from './failed'

/** The last resort, when the root layout itself failed: a document of its own, with the same words. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Enamel</title>
        <Failed {...props} />
      </body>
    </html>
  )
}
