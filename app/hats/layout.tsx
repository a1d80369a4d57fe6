import type { ReactNode } from 'react'
import { OwnShell } from '../account/_components/own-shell'

export default function Layout({ children }: { children: ReactNode }) {
  return <OwnShell>{children}</OwnShell>
}
