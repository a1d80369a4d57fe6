import { speak } from '@/app/prefs'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { recoverCopy } from '../_copy/recover'

/** Wrong, used and run out are one answer. */
export default async function NotFound() {
  const say = await speak(recoverCopy)
  return (
    <>
      <PageHead title={say.deadTitle} lead={say.dead} />
      <TextLink href="/recover">{say.askNew}</TextLink>
    </>
  )
}
