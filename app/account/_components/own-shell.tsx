import type { ReactNode } from 'react'
import { AccountShell } from '@/components/layout/account-shell'
import { ReadAloud } from '@/app/_components/read-aloud'
import { readPrefs } from '@/app/prefs'
import { SessionKeeper } from '@/app/_session/session-keeper'
import { SignOutForm } from '@/app/_session/sign-out-form'
import { ask } from '@/lib/access/page'
import { me } from '@/lib/account/queries'

/** The frame of what is a person's own, whatever hats she wears. Each page inside asks for itself. */
export async function OwnShell({ children, back }: { children: ReactNode; back?: { href: string; label: string } }) {
  const [prefs, { name }] = await Promise.all([readPrefs(), ask(me, 'person', {})])
  return (
    <AccountShell {...prefs} person={name} back={back} reader={<ReadAloud />} actions={<SignOutForm />}>
      <SessionKeeper />
      {children}
    </AccountShell>
  )
}
