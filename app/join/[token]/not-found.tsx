import { speak } from '@/app/prefs'
import { PageHead } from '@/components/layout/page-head'
import { joinCopy } from '../_copy/join'

/** Wrong, used, revoked and run out are one answer: a guesser learns nothing from it. */
export default async function NotFound() {
  const say = await speak(joinCopy)
  return <PageHead title={say.deadTitle} lead={say.dead} />
}
