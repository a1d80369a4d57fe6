import { speak } from '@/app/prefs'
import { PageHead } from '@/components/layout/page-head'
import { emailLinksCopy } from '../../_copy/email-links'

/** Wrong, used and run out are one answer. */
export default async function NotFound() {
  const say = await speak(emailLinksCopy)
  return <PageHead title={say.deadTitle} lead={say.dead} />
}
