import { ask } from '@/lib/access/page'
import { demoAccounts } from '@/lib/demo/queries'
import { TextLink } from '@/components/ui/text-link'
import { tap } from '../actions'
import { TapForm } from './tap-form'

/** The demo's people, one tap each. Nothing at all anywhere else. */
export async function DemoAccounts() {
  const accounts = await ask(demoAccounts, 'visitor', {})
  if (accounts.length === 0) return null
  return (
    <section aria-labelledby="story">
      <h2 id="story" className="font-name text-heading">The people of this demo</h2>
      <p className="mt-2 max-w-[34rem] text-small text-ink-soft">
        All of them are invented. One tap types their address and password for you, and for staff the code of the moment from
        the <TextLink href="/demo/authenticator">demo’s authenticator</TextLink>; both are checked like anyone’s.
      </p>
      <ul className="mt-5 divide-y divide-line border-y border-line">
        {accounts.map((account) => (
          <li key={account.key} className="grid gap-x-6 gap-y-2 py-3.5 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
            <div className="min-w-0">
              <p className="font-name text-name">{account.name}</p>
              <p className="text-small text-ink-soft">{account.what}</p>
              <details className="mt-1 text-micro text-ink-faint">
                <summary className="inline-flex min-h-11 cursor-pointer items-center pointer-fine:min-h-7">Address and password</summary>
                <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 break-words text-ink-soft">
                  <dt>E-mail</dt><dd>{account.email}</dd>
                  <dt>Password</dt><dd>{account.password}</dd>
                  {account.workstationPin ? <><dt>Workstation PIN</dt><dd>{account.workstationPin}</dd></> : null}
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
