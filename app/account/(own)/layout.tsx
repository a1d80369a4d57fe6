import type { ReactNode } from 'react'
import { TabLinks } from '@/components/ui/tab-links'
import { speak } from '@/app/prefs'
import { OwnShell } from '../_components/own-shell'
import { accountCopy } from './_copy/account'

const tabs = ['sessions', 'factors', 'password', 'email', 'phone', 'pin'] as const

export default async function Layout({ children }: { children: ReactNode }) {
  const say = await speak(accountCopy)
  return (
    <OwnShell back={{ href: '/hats', label: say.whereTo }}>
      <TabLinks label={say.account} tabs={tabs.map((tab) => ({ href: `/account/${tab}`, label: say[tab] }))} />
      <div className="pt-8">{children}</div>
    </OwnShell>
  )
}
