import { PageHead } from '@/components/layout/page-head'
import { EmptyState } from '@/components/ui/empty-state'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { ownPath, withNext } from '@/lib/sign-in/rules'
import { whoSitsHere } from '@/lib/workstations/queries'
import { SwitchForm } from './_components/switch-form'
import { come, comeByPasskey } from './actions'

export const metadata = { title: 'Whose turn is it?' }

/** At one of a practice's computers: a name, six digits, and on. */
export default async function Page({ searchParams }: PageProps<'/workstation'>) {
  const next = ownPath((await searchParams)['next'])
  const here = await ask(whoSitsHere, 'visitor', {})
  const otherwise = <TextLink href={withNext('/sign-in', next)}>Sign in with everything you have</TextLink>
  if (!here)
    return (
      <>
        <PageHead title="Not one of a practice’s computers" lead="People come in by PIN only on computers that their practice’s owner has put on its list, under Workstations." />
        <p>{otherwise}</p>
      </>
    )
  return (
    <>
      <PageHead title="Whose turn is it?" lead={`${here.computer}, ${here.practice}`} />
      {here.people.length > 0 ? <SwitchForm act={come.bind(null, 'visitor')} byPasskey={comeByPasskey.bind(null, 'visitor')} people={here.people} passkeys={here.passkeys} next={next} />
        : <EmptyState title="Nobody has a PIN yet">Sign in with everything you have, then choose one under Account, PIN.</EmptyState>}
      <p className="mt-8 border-t border-line pt-4 text-small text-ink-soft">Not on the list, or the PIN forgotten? {otherwise}.</p>
    </>
  )
}
