import { speak } from '@/app/prefs'
import { guestCopy } from '@/app/s/_copy/guest'
import { PageHead } from '@/components/layout/page-head'

/** Never was, ended, ran out, used up, another’s: one answer, from which nobody learns which it is. */
export default async function NotFound() {
  const say = await speak(guestCopy)
  return <PageHead title={say.goneTitle} lead={say.goneLead} />
}
