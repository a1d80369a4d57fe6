import { Banner } from '@/components/ui/banner'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { storageLevel } from '@/lib/quota/queries'
import { FullnessBanner } from '../settings/_components/fullness-banner'

/** On the home of those who answer for the practice: that room runs out, or that a file is damaged. */
export async function StorageWarning({ practice, roles }: { practice: string; roles: readonly string[] }) {
  if (!roles.includes('owner') && !roles.includes('privacy_officer')) return null
  const { used, limit, damaged } = await ask(storageLevel, { practice }, {})
  const to = <TextLink href={`/practice/${practice}/settings/storage`}>To Storage</TextLink>
  return (
    <>
      <FullnessBanner used={used} limit={limit} action={to} />
      {damaged ? <Banner tone="danger" className="mb-6" title="A file is damaged" action={to}>It opens for nobody until it is put back or replaced.</Banner> : null}
    </>
  )
}
