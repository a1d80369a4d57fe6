import { PageHead } from '@/components/layout/page-head'
import { speak } from '@/app/prefs'
import { ButtonLink } from '@/components/ui/button-link'
import { Sentence } from '@/components/ui/sentence'
import { TextLink } from '@/components/ui/text-link'
import { joinCopy } from '../_copy/join'

/** The hat in the address is a claim: the portal behind the button asks for itself. */
export default async function Page({ searchParams }: PageProps<'/join/welcome'>) {
  const { hat } = await searchParams
  const portal = typeof hat === 'string' && /^[0-9a-f-]{36}$/.test(hat) ? `/portal/${hat}` : '/hats'
  const say = await speak(joinCopy)
  return (
    <>
      <PageHead title={say.inTitle} lead={say.inLead} />
      <ButtonLink href={portal} size="lg" wide>{say.open}</ButtonLink>
      <p className="mt-8 text-small text-ink-soft">
        <Sentence text={say.passkey} parts={{ link: <TextLink href="/account/factors">{say.addPasskey}</TextLink> }} />
      </p>
    </>
  )
}
