import { KeyRound, Smartphone, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'

type Props = { token: string; opened: { practiceName: string; displayName: string; patientName: string; relation: string } }

/** The three ways to sign in from now on; none needs more than the one before it. */
export function Ways({ token, opened }: Props) {
  const self = opened.relation === 'self'
  return (
    <>
      <PageHead
        title={`Welcome, ${opened.displayName}`}
        lead={self ? `This opens your own record at ${opened.practiceName}.` : `This opens the record of ${opened.patientName} at ${opened.practiceName}.`}
      />
      <h2 className="text-small font-semibold">How would you like to sign in from now on?</h2>
      <ul className="mt-3 divide-y divide-line border-y border-line">
        <Way href={`/join/${token}/phone`} icon={<Smartphone aria-hidden="true" />} title="This is my own phone" text="Six digits that only you know. No e-mail needed." />
        <Way href={`/join/${token}/password`} icon={<KeyRound aria-hidden="true" />} title="E-mail and a password" text="On any phone or computer." />
        <Way href={`/join/${token}/accept`} icon={<UserRound aria-hidden="true" />} title="I have an account" text="From this practice or another: sign in with it." />
      </ul>
      <p className="mt-6 text-small text-ink-soft">On a phone that others use too, choose e-mail and a password.</p>
    </>
  )
}

function Way({ href, icon, title, text }: { href: string; icon: ReactNode; title: string; text: string }) {
  return (
    <li className="relative flex min-h-16 items-center gap-4 py-3 [&_svg]:size-6 [&_svg]:shrink-0 [&_svg]:text-ink-soft">
      {icon}
      <span>
        <TextLink href={href} look="plain" className="row-link font-semibold">{title}</TextLink>
        <span className="block text-small text-ink-soft">{text}</span>
      </span>
    </li>
  )
}
