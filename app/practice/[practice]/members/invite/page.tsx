import { ConfirmFirst } from '@/app/account/_components/confirm-first'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { listMembers } from '@/lib/members/queries'
import { roleWords } from '@/lib/members/rules'
import { roleNames } from '@/lib/members/schema'
import { invite } from '../actions'
import { langChoices } from '@/lib/format/lang'

export const metadata = { title: 'Invite a member' }

export default async function Page({ params }: PageProps<'/practice/[practice]/members/invite'>) {
  const { practice } = await params
  await ask(listMembers, { practice }, {})
  return (
    <div className="max-w-2xl">
      <PageHead
        title="Invite somebody to work here"
        crumbs={{ label: 'Where you are', items: [{ label: 'Members', href: `/practice/${practice}/members` }, { label: 'Invite' }] }}
        lead="They get a letter with a link that works once, for seven days. The practice opens to them after they have added a second factor."
      />
      <div className="mb-6"><ConfirmFirst path={`/practice/${practice}/members/invite`} full then="invite somebody" /></div>
      <PlainForm
        act={invite.bind(null, { practice })}
        fields={[
          { name: 'name', label: 'Name', maxLength: 120, autoComplete: 'off' },
          { name: 'email', label: 'E-mail', kind: 'email', autoComplete: 'off', hint: 'Their own address, not one that several people read.' },
          { name: 'roles', label: 'Works as', kind: 'checks', choices: roleNames.map((value) => ({ value, label: roleWords[value].name, hint: roleWords[value].about })) },
          { name: 'language', label: 'Language of the letter', kind: 'select', value: 'en', choices: [...langChoices] },
        ]}
        submit="Send the invitation"
        pending="Sending…"
        refused="Nobody was invited"
        done="The invitation is on its way."
      />
    </div>
  )
}
