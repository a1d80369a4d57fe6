import type { Metadata } from 'next'
import { forbidden, notFound, unauthorized } from 'next/navigation'
import { Lock } from 'lucide-react'
import { AccountShell } from '@/components/layout/account-shell'
import { FocusShell } from '@/components/layout/focus-shell'
import { PageHead } from '@/components/layout/page-head'
import { PortalShell } from '@/components/layout/portal-shell'
import { PracticeShell } from '@/components/layout/practice-shell'
import { Section } from '@/components/layout/section'
import { WhoseRecord } from '@/components/layout/whose-record'
import { Button } from '@/components/ui/button'
import { CodeField } from '@/components/ui/code-input'
import { WitnessLine } from '@/components/ui/witness-line'
import { readPrefs } from '../../../prefs'
import { Papers } from '../_components/papers'

export const metadata: Metadata = { title: 'Shells' }

const witness = (
  <WitnessLine href="/demo/styles" marks={[{ by: 'other' }, { by: 'self' }, { by: 'other' }]}>
    Opened by 3 people, last by Dr. Okafor, 12 Nov
  </WitnessLine>
)

/** Each shell around an invented page. Only in the demo. */
export default async function ShellSpecimen({ params }: { params: Promise<{ shell: string }> }) {
  const prefs = await readPrefs()
  const { shell } = await params
  if (!prefs.demo) notFound()
  const base = `/demo/styles/${shell}`
  switch (shell) {
    case 'portal':
      return (
        <PortalShell
          {...prefs}
          base={base}
          practice="Harbour Dental"
          banner={<WhoseRecord lang={prefs.lang} name="Maya Lindqvist" self={false} relation="You act for her as her mother" switchHref="/hats" />}
        >
          <PageHead title="Bitewing, left side" facts={<span>Radiograph, 4 November</span>} witness={witness} />
          <Button wide size="lg">
            Open the X-ray
          </Button>
          <Section title="More from this visit">
            <Papers />
          </Section>
        </PortalShell>
      )
    case 'practice':
      return (
        <PracticeShell
          {...prefs}
          base={base}
          practice="Harbour Dental"
          person="Ines Marchetti"
          roleWords="Front desk"
          counts={{ 'to-file': 7 }}
          lock={
            <Button variant="secondary" size="sm" icon={<Lock aria-hidden="true" />}>
              Lock
            </Button>
          }
        >
          <PageHead
            crumbs={{ label: 'You are here', items: [{ label: 'Patients', href: base }, { label: 'Maya Lindqvist' }] }}
            title="Maya Lindqvist"
            facts={
              <>
                <span>Born 3 May 2016</span>
                <span>Acted for by Karin Lindqvist</span>
              </>
            }
            witness={witness}
            actions={<Button>Upload</Button>}
          />
          <Section title="Documents">
            <Papers />
          </Section>
        </PracticeShell>
      )
    case 'account':
      return (
        <AccountShell {...prefs} person="Karin Lindqvist" back={{ href: '/hats', label: 'Your records' }}>
          <PageHead title="Your account" lead="Where you are signed in, and what opens the door." />
        </AccountShell>
      )
    case 'focus':
      return (
        <FocusShell {...prefs}>
          <PageHead title="This screen is locked" lead="What was typed is still there." />
          <form className="space-y-6">
            <CodeField label="Your PIN" name="pin" secret />
            <Button wide type="submit">
              Unlock
            </Button>
          </form>
        </FocusShell>
      )
    // The pages of trouble, with the status that each has in earnest.
    case 'failed':
      throw new Error('A specimen of a page that fails')
    case 'forbidden':
      return forbidden()
    case 'unauthorized':
      return unauthorized()
    default:
      return notFound()
  }
}
