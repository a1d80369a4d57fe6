import { speak } from '@/app/prefs'
import { guestCopy } from '@/app/s/_copy/guest'
import { PageHead } from '@/components/layout/page-head'

export default async function Page() {
  const say = await speak(guestCopy)
  return <PageHead title={say.doneTitle} lead={say.doneLead} />
}
