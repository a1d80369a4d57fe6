import { redirect } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { thisPhone } from '@/lib/phones/queries'
import { enter } from './actions'

export const metadata = { title: 'Open on this phone' }

/** Opens the portal on a phone that its owner enrolled, and again after it locked. */
export default async function Page({ searchParams }: PageProps<'/phone'>) {
  const { next } = await searchParams
  const phone = await ask(thisPhone, 'visitor', {})
  if (!phone) redirect(`/sign-in${typeof next === 'string' ? `?next=${encodeURIComponent(next)}` : ''}`)
  return (
    <>
      <PageHead title={phone.firstName ? `Hello, ${phone.firstName}` : 'Hello'} lead={phone.triesLeft < 5 ? (phone.triesLeft === 1 ? 'One try is left.' : `${phone.triesLeft} tries are left.`) : undefined} />
      <PlainForm
        act={enter.bind(null, 'visitor')}
        hidden={typeof next === 'string' ? { next: next.slice(0, 500) } : {}}
        fields={[{ name: 'pin', label: 'Your six digits', kind: 'pin', autoComplete: 'current-password' }]}
        submit="Open"
        pending="Opening…"
        refused="The digits were not checked"
        wrong="These are not your digits."
        gone={<>This phone no longer opens your portal. <TextLink href="/sign-in">Sign in</TextLink> with e-mail or a passkey, or ask your practice to invite you again.</>}
        wide
      />
      <p className="mt-6 text-small text-ink-soft">
        Not {phone.firstName || 'you'}, or forgotten? <TextLink href="/sign-in">Sign in another way</TextLink>
      </p>
    </>
  )
}
