import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Speaking } from '@/components/ui/speaking'
import { readPrefs } from './prefs'

export const metadata: Metadata = {
  title: { default: 'Enamel', template: '%s · Enamel' },
  description: 'Dental records that only the right person can open, and everybody can see who did.',
  icons: { icon: '/favicon.svg' },
  // Numbers in a record are not telephone numbers to be dialled by a stray thumb.
  formatDetection: { telephone: false, email: false, address: false, date: false },
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f3f4ef' },
    { media: '(prefers-color-scheme: dark)', color: '#0a1311' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Reading a header makes every page dynamic: a page made at build time has no nonce, and its scripts would not run.
  await headers()
  const { lang, theme, size, demo } = await readPrefs()
  return (
    <html lang={lang} {...(size === '100' ? {} : { 'data-size': size })} {...(theme === 'system' ? {} : { 'data-theme': theme })} {...(demo ? { 'data-demo': '' } : {})}>
      <body><Speaking lang={lang}>{children}</Speaking></body>
    </html>
  )
}
