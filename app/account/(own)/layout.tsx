import type { ReactNode } from 'react'
import { TabLinks } from '@/components/ui/tab-links'
import { OwnShell } from '../_components/own-shell'

const tabs = [
  { href: '/account/sessions', label: 'Sessions' },
  { href: '/account/factors', label: 'Signing in' },
  { href: '/account/password', label: 'Password' },
  { href: '/account/email', label: 'E-mail' },
  { href: '/account/phone', label: 'Phones' },
  { href: '/account/pin', label: 'PIN at work' },
]

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <OwnShell back={{ href: '/hats', label: 'Where to' }}>
      <TabLinks label="Your account" tabs={tabs} />
      <div className="pt-8">{children}</div>
    </OwnShell>
  )
}
