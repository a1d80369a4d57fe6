import { Banner } from '@/components/ui/banner'
import { speak } from '@/app/prefs'
import { Sentence } from '@/components/ui/sentence'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { waysHere } from '@/lib/sessions/queries'
import { confirmFirstCopy } from '../_copy/confirm-first'

/**
 * Says beforehand that a change here will ask for a confirmation, so that nobody types something twice. `full`: for what a
 * session that was opened with a PIN may not do at all.
 */
export async function ConfirmFirst({ path, full = false, then }: { path: string; full?: boolean; then?: string }) {
  // What the office wants to do comes in its own words, and the office speaks English.
  const say = then === undefined ? await speak(confirmFirstCopy) : confirmFirstCopy.en
  const what = then ?? say.changeSignIn
  const { confirmed, byPin } = await ask(waysHere, 'person', {})
  if (full && byPin)
    return (
      <Banner tone="warning" title={say.fullTitle}>
        <Sentence text={say.full} parts={{ then: what, link: <TextLink href={`/sign-in?next=${encodeURIComponent(path)}`}>{say.fullLink}</TextLink> }} />
      </Banner>
    )
  if (confirmed) return null
  return (
    <Banner title={say.title}>
      <Sentence text={say.text} parts={{ then: what, link: <TextLink href={`/confirm?next=${encodeURIComponent(path)}`}>{say.link}</TextLink> }} />
    </Banner>
  )
}
