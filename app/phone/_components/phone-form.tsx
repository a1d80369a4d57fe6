import { PlainForm } from '@/app/_components/plain-form'
import { TextLink } from '@/components/ui/text-link'
import { enter } from '../actions'

/** Six digits on an enrolled phone. */
export function PhoneForm({ next }: { next: string | null }) {
  return (
    <PlainForm
      act={enter.bind(null, 'visitor')}
      hidden={next ? { next } : {}}
      fields={[{ name: 'pin', label: 'Your six digits', kind: 'pin', autoComplete: 'current-password' }]}
      submit="Open"
      pending="Opening…"
      refused="The digits were not checked"
      wrong="These are not your digits."
      gone={<>This phone no longer opens your portal. <TextLink href="/sign-in">Sign in</TextLink> with e-mail or a passkey, or ask your practice to invite you again.</>}
      wide
    />
  )
}

/** The greeting over it. */
export function greeting({ firstName, triesLeft }: { firstName: string; triesLeft: number }) {
  const tries = triesLeft === 1 ? 'One try is left.' : `${triesLeft} tries are left.`
  return { title: firstName ? `Hello, ${firstName}` : 'Hello', lead: triesLeft < 5 ? tries : undefined }
}
