import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PublicShell } from '@/components/layout/public-shell'
import { PageHead } from '@/components/layout/page-head'
import { ToastProvider } from '@/components/ui/toast'
import { readPrefs } from '../../prefs'
import { Acts } from './_components/acts'
import { Fields } from './_components/fields'
import { Lists } from './_components/lists'
import { Says } from './_components/says'
import { Shells } from './_components/shells'
import { Tokens } from './_components/tokens'
import { Witnesses } from './_components/witnesses'

export const metadata: Metadata = { title: 'Styles' }

/** Tokens and a specimen of every component, in both modes whatever the reader's own. Only in the demo. */
export default async function Styles() {
  const prefs = await readPrefs()
  if (!prefs.demo) notFound()
  return (
    <PublicShell {...prefs}>
     <ToastProvider>
      <div className="mx-auto w-full max-w-6xl px-5 pt-8 sm:px-8">
        <PageHead title="Porcelain, ink and two stains" lead="Everything a screen of Enamel is made of. The rules stand in docs/visual-language.md." />
      </div>
      {(['light', 'dark'] as const).map((mode) => (
        <div key={mode} data-theme={mode} className="bg-page py-12">
          <div className="mx-auto w-full max-w-6xl px-5 sm:px-8">
            <h2 className="mb-8 font-name text-title">{mode === 'light' ? 'By day' : 'In the dimmed room'}</h2>
            <Tokens />
            <Witnesses />
            <Acts mode={mode} />
            <Fields mode={mode} />
            <Says />
            <Lists mode={mode} />
            <Shells />
          </div>
        </div>
      ))}
     </ToastProvider>
    </PublicShell>
  )
}
