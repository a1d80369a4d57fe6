'use client'

import { Failed } from './failed'

export default function PageError(props: { error: unknown; retry: () => void }) {
  return <Failed {...props} />
}
