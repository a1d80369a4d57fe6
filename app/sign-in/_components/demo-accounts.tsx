import { ask } from '@/lib/access/page'
import { demoAccounts } from '@/lib/demo/queries'
import { speak } from '@/app/prefs'
import { Sentence } from '@/components/ui/sentence'
import { TextLink } from '@/components/ui/text-link'
import { signInCopy } from '../_copy/sign-in'
import { tap } from '../actions'
import { TapForm } from './tap-form'

/** The demo's people, one tap each. Nothing at all anywhere else. */
export async function DemoAccounts() {
  const accounts = await ask(demoAccounts, 'visitor', {})
  if (accounts.length === 0) return null
  const say = await speak(signInCopy)
  return (
    <section aria-labelledby="story">
      <h2 id="story" className="font-name text-heading">{say.people}</h2>
      <p className="mt-2 max-w-[34rem] text-small text-ink-soft">
        <Sentence text={say.peopleText} parts={{ link: <TextLink href="/demo/authenticator">{say.authenticator}</TextLink> }} />
      </p>
      <ul className="mt-5 divide-y divide-line border-y border-line">
        {accounts.map((account) => (
          <li key={account.key} className="grid gap-x-6 gap-y-2 py-3.5 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
            <div className="min-w-0">
              <p className="font-name text-name">{account.name}</p>
              <p lang="en" className="text-small text-ink-soft">{account.what}</p>
              <details className="mt-1 text-micro text-ink-faint">
                <summary className="inline-flex min-h-11 cursor-pointer items-center pointer-fine:min-h-7">{say.credentials}</summary>
                <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 break-words text-ink-soft">
                  <dt>{say.emailShort}</dt><dd>{account.email}</dd>
                  <dt>{say.password}</dt><dd>{account.password}</dd>
                  {account.workstationPin ? <><dt>{say.workPin}</dt><dd>{account.workstationPin}</dd></> : null}
                </dl>
              </details>
            </div>
            <TapForm act={tap.bind(null, 'visitor')} account={account.key} name={account.name} />
          </li>
        ))}
      </ul>
    </section>
  )
}
