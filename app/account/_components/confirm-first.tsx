import { Banner } from '@/components/ui/banner'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { waysHere } from '@/lib/sessions/queries'

/**
 * Says beforehand that a change here will ask for a confirmation, so that nobody types something twice. `full`: for what a
 * session that was opened with a PIN may not do at all.
 */
export async function ConfirmFirst({ path, full = false, then = 'change how you sign in' }: { path: string; full?: boolean; then?: string }) {
  const { confirmed, byPin } = await ask(waysHere, 'person', {})
  if (full && byPin)
    return (
      <Banner tone="warning" title="A PIN is not enough for this">
        <TextLink href={`/sign-in?next=${encodeURIComponent(path)}`}>Sign in with password and code, or with a passkey</TextLink>; then you can {then}.
      </Banner>
    )
  if (confirmed) return null
  return (
    <Banner title="Confirm first that it is you">
      <TextLink href={`/confirm?next=${encodeURIComponent(path)}`}>Confirm now</TextLink>; for ten minutes you can then {then}.
    </Banner>
  )
}
