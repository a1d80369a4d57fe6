import { FocusShell } from '@/components/layout/focus-shell'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { readPrefs } from '@/app/prefs'
import { ask } from '@/lib/access/page'
import { demoCodes } from '@/lib/demo/queries'
import { NextCodes } from './next-codes'

export const metadata = { title: 'The demo’s authenticator' }

/** What the invented people's phones would show. The codes are checked like anyone's, each once. */
export default async function Page() {
  const [prefs, { codes, secondsLeft }] = await Promise.all([readPrefs(), ask(demoCodes, 'visitor', {})])
  return (
    <FocusShell {...prefs}>
      <PageHead title="The demo’s authenticator" lead="In life these codes are on each person’s own phone. They change every half minute, and each signs in once." />
      <NextCodes secondsLeft={secondsLeft} />
      <ul className="mt-5 divide-y divide-line border-y border-line">
        {codes.map(({ name, email, code, next }) => (
          <li key={email} className="flex items-center justify-between gap-4 py-3">
            <span className="min-w-0">
              <span className="block font-name text-name">{name}</span>
              <span className="block text-micro break-all text-ink-faint">{email}</span>
            </span>
            <span className="shrink-0 text-end whitespace-nowrap">
              <span className="block text-heading font-semibold tracking-[0.12em]">{code.slice(0, 3)} {code.slice(3)}</span>
              <span className="block text-micro text-ink-faint">then {next.slice(0, 3)} {next.slice(3)}</span>
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-6 text-small"><TextLink href="/sign-in">Back to signing in</TextLink></p>
    </FocusShell>
  )
}
