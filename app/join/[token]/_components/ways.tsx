import { KeyRound, Smartphone, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import type { joinCopy } from '../../_copy/join'

type Props = { token: string; opened: { practiceName: string; displayName: string; patientName: string; relation: string }; say: (typeof joinCopy)['en'] }

/** The three ways to sign in from now on; none needs more than the one before it. */
export function Ways({ token, opened, say }: Props) {
  const self = opened.relation === 'self'
  return (
    <>
      <PageHead
        title={say.welcome(opened.displayName)}
        lead={self ? say.opensOwn(opened.practiceName) : say.opensOf(opened.patientName, opened.practiceName)}
      />
      <h2 className="text-small font-semibold">{say.how}</h2>
      <ul className="mt-3 divide-y divide-line border-y border-line">
        <Way href={`/join/${token}/phone`} icon={<Smartphone aria-hidden="true" />} title={say.ownPhone} text={say.ownPhoneText} />
        <Way href={`/join/${token}/password`} icon={<KeyRound aria-hidden="true" />} title={say.emailWay} text={say.emailWayText} />
        <Way href={`/join/${token}/accept`} icon={<UserRound aria-hidden="true" />} title={say.account} text={say.accountText} />
      </ul>
      <p className="mt-6 text-small text-ink-soft">{say.shared}</p>
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
