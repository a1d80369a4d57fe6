import { Banner } from '@/components/ui/banner'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { waysHere } from '@/lib/sessions/queries'

/** Says beforehand that a change here will ask for a confirmation, so that nobody types something twice. */
export async function ConfirmFirst({ path }: { path: string }) {
  const { confirmed } = await ask(waysHere, 'person', {})
  if (confirmed) return null
  return (
    <Banner title="Confirm first that it is you">
      <TextLink href={`/confirm?next=${encodeURIComponent(path)}`}>Confirm now</TextLink>; for ten minutes you can then change how you sign in.
    </Banner>
  )
}
