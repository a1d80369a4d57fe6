import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Banner } from '@/components/ui/banner'
import { TextLink } from '@/components/ui/text-link'
import { readPrefs } from '@/app/prefs'
import { ask } from '@/lib/access/page'
import { showInvitation } from '@/lib/join/queries'
import { rolesInWords } from '@/lib/members/rules'
import type { Lang } from '@/lib/format/lang'
import { joinCopy } from '../_copy/join'
import { Ways } from './_components/ways'
import { asStaff, open } from './actions'

/** An invitation's link shows who invites; it acts only when a form of it is sent. */
export default async function Page({ params }: PageProps<'/join/[token]'>) {
  const { token } = await params
  const [{ lang }, invitation] = await Promise.all([readPrefs(), ask(showInvitation, 'visitor', { token })])
  const say = joinCopy[lang]
  if (invitation.kind === 'staff') return <Staff token={token} invitation={invitation} lang={lang} />
  if (invitation.opened) return <Ways token={token} opened={invitation.opened} say={say} />
  return (
    <>
      <PageHead title={say.invites(invitation.practiceName)} lead={say.invitesLead} />
      <PlainForm
        act={open.bind(null, 'visitor')}
        hidden={{ token }}
        fields={[{ name: 'code', label: say.code, kind: 'code', hint: say.codeHint }]}
        submit={say.goOn}
        pending={say.checking}
        refused={say.notChecked}
        wrong={say.wrong}
        gone={say.gone}
        wide
      />
      <p className="mt-6 text-small text-ink-soft">{say.noCode(invitation.practiceName)}</p>
    </>
  )
}

type Invitation = Awaited<ReturnType<typeof ask<'visitor', typeof showInvitation.spec.input, Awaited<ReturnType<typeof showInvitation.spec.run>>>>>

function Staff({ token, invitation, lang }: { token: string; invitation: Invitation; lang: Lang }) {
  const say = joinCopy[lang]
  const head = <PageHead title={say.work(invitation.practiceName)} lead={say.workLead(rolesInWords(invitation.roles, lang), invitation.email)} />
  if (invitation.hasAccount)
    return (
      <>
        {head}
        <Banner title={say.haveTitle}>{say.have}</Banner>
        <p className="mt-6"><TextLink href={`/join/${token}/accept`}>{say.signInAccept}</TextLink></p>
      </>
    )
  return (
    <>
      {head}
      <PlainForm
        act={asStaff.bind(null, 'visitor')}
        hidden={{ token }}
        fields={[
          { name: 'name', label: say.name, hint: say.nameHint, autoComplete: 'name', maxLength: 120 },
          { name: 'password', label: say.newPassword, kind: 'password', hint: say.eight, autoComplete: 'new-password' },
        ]}
        submit={say.acceptGoOn}
        pending={say.making}
        refused={say.notAccepted}
        wide
      />
      <p className="mt-6 text-small text-ink-soft">{say.nextFactor}</p>
    </>
  )
}
