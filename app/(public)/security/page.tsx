import type { Metadata } from 'next'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { TextLink } from '@/components/ui/text-link'
import { Reach } from '../../help/_components/reach'
import { helpCopy } from '../../help/copy'
import { readPrefs } from '../../prefs'
import { securityCopy } from '../_copy/security'

export const metadata: Metadata = { title: 'Security' }

export default async function Security() {
  const { lang } = await readPrefs()
  const copy = securityCopy[lang]
  return (
    <div className="mx-auto w-full max-w-2xl px-5 pt-8 sm:px-8 sm:pt-14">
      <PageHead title={copy.title} lead={copy.lead} />
      <Section title={copy.seen}>
        <p className="text-ink-soft">
          {copy.seenText} <TextLink href="/help" className="inline-block py-2">{copy.seenLink}</TextLink>
        </p>
      </Section>
      <Section title={copy.flaw}>
        <ul className="list-disc space-y-1.5 ps-5 text-ink-soft marker:text-violet">
          {copy.flawRules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
        <p className="mt-3 text-ink-soft">{copy.flawPromise}</p>
      </Section>
      <Section title={copy.reach}>
        <Reach copy={helpCopy[lang]} road="flaw" />
      </Section>
      <Section title={copy.promises}>
        <ul className="divide-y divide-line border-y border-line">
          {copy.promiseList.map((promise) => (
            <li key={promise} className="py-3">
              {promise}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  )
}
