import { PageHead } from '@/components/layout/page-head'

/** Wrong, used, revoked and run out are one answer: a guesser learns nothing from it. */
export default function NotFound() {
  return (
    <PageHead
      title="This invitation does not work"
      lead="It may have been used, replaced by a newer one, or run out. Ask the practice for a new one; it takes them a minute. If you have accepted it already, just sign in."
    />
  )
}
