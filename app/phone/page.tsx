import { redirect } from 'next/navigation'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { thisPhone } from '@/lib/phones/queries'
import { ownPath, withNext } from '@/lib/sign-in/rules'
import { greeting, PhoneForm } from './_components/phone-form'

export const metadata = { title: 'Open on this phone' }

/** Opens the portal on a phone that its owner enrolled, and again after it locked. */
export default async function Page({ searchParams }: PageProps<'/phone'>) {
  const next = ownPath((await searchParams)['next'])
  const phone = await ask(thisPhone, 'visitor', {})
  if (!phone) redirect(withNext('/sign-in', next))
  return (
    <>
      <PageHead {...greeting(phone)} />
      <PhoneForm next={next} />
      <p className="mt-6 text-small text-ink-soft">
        Not {phone.firstName || 'you'}, or forgotten? <TextLink href={withNext('/sign-in', next)}>Sign in another way</TextLink>
      </p>
    </>
  )
}
