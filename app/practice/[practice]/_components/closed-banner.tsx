import { Banner } from '@/components/ui/banner'
import { TextLink } from '@/components/ui/text-link'
import { functionWords } from '@/lib/practice/rules'
import type { PracticeFunction } from '@/lib/practice/schema'

/** Stands on every page of the practice while something is closed. */
export function ClosedBanner({ practice, closed }: { practice: string; closed: readonly PracticeFunction[] }) {
  if (closed.length === 0) return null
  return (
    <Banner
      tone="danger"
      className="mb-6"
      title={closed.map((name) => functionWords[name].closed).join('. ')}
      action={<TextLink href={`/practice/${practice}/settings`} className="inline-flex min-h-11 items-center font-semibold">Why, and opening again</TextLink>}
    >
      {closed.map((name) => <p key={name}>{functionWords[name].stops} {functionWords[name].goesOn}</p>)}
    </Banner>
  )
}
