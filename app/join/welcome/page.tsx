import { PageHead } from '@/components/layout/page-head'
import { ButtonLink } from '@/components/ui/button-link'
import { TextLink } from '@/components/ui/text-link'

/** The hat in the address is a claim: the portal behind the button asks for itself. */
export default async function Page({ searchParams }: PageProps<'/join/welcome'>) {
  const { hat } = await searchParams
  const portal = typeof hat === 'string' && /^[0-9a-f-]{36}$/.test(hat) ? `/portal/${hat}` : '/hats'
  return (
    <>
      <PageHead title="You are in" lead="Everything the practice releases to you is in your portal, and so is everybody who has opened it." />
      <ButtonLink href={portal} size="lg" wide>Open my portal</ButtonLink>
      <p className="mt-8 text-small text-ink-soft">
        If you like, <TextLink href="/account/factors">add a passkey</TextLink>: then your face, your finger or this device’s own lock signs you in. You can do it later, or never.
      </p>
    </>
  )
}
