import { Banner } from '@/components/ui/banner'
import { contactAddress } from '@/lib/platform/contact'
import { isDemo } from '@/lib/platform/demo'
import type { Road, helpCopy } from '../copy'

type Copy = (typeof helpCopy)['en']

/** How to reach somebody, said as it is: an address where one is set, else the office; in the demo, nobody. */
export function Reach({ copy, road }: { copy: Copy; road?: Road | undefined }) {
  const address = contactAddress()
  const subject = road ? `?subject=${encodeURIComponent(copy.roads[road].title)}` : ''
  if (!address) return <Banner>{isDemo() ? copy.demo : copy.officeOnly}</Banner>
  return (
    <div className="space-y-2">
      <p>
        {copy.write}{' '}
        <a href={`mailto:${address}${subject}`} className="font-semibold text-violet underline underline-offset-[0.2em]">
          {address}
        </a>
      </p>
      <p className="text-small text-ink-soft">{copy.include}</p>
    </div>
  )
}
