import { ArrowLeft, ArrowRight } from 'lucide-react'
import { ButtonLink } from './button-link'

type Props = {
  /** Towards the past; absent on the last page. */
  older?: string | undefined
  /** Towards the present; absent on the first page. */
  newer?: string | undefined
  words?: { older: string; newer: string; label: string } | undefined
}

const english = { older: 'Older', newer: 'Newer', label: 'Pages of this list' }

/** Keyset pages know their neighbours and no numbers. */
export function Pagination({ older, newer, words = english }: Props) {
  if (!older && !newer) return null
  return (
    <nav aria-label={words.label} className="mt-6 flex flex-wrap justify-between gap-4">
      {newer ? (
        <ButtonLink variant="secondary" size="sm" href={newer} rel="prev" icon={<ArrowLeft aria-hidden="true" />}>
          {words.newer}
        </ButtonLink>
      ) : (
        <span />
      )}
      {older ? (
        <ButtonLink variant="secondary" size="sm" href={older} rel="next">
          {words.older}
          <ArrowRight aria-hidden="true" />
        </ButtonLink>
      ) : null}
    </nav>
  )
}
