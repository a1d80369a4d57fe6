import { ChevronRight } from 'lucide-react'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { EmptyState } from '@/components/ui/empty-state'
import { TextLink } from '@/components/ui/text-link'
import { readPrefs, speak } from '@/app/prefs'
import { Sentence } from '@/components/ui/sentence'
import { ask } from '@/lib/access/page'
import { myHats } from '@/lib/account/queries'
import { rolesInWords } from '@/lib/members/rules'
import type { Lang } from '@/lib/format/lang'
import { reachSentence, standing } from '@/app/portal/_copy/reach'
import { hatsCopy } from './_copy/hats'

export const generateMetadata = async () => ({ title: (await speak(hatsCopy)).tab })

/** The switcher: one person, every hat she wears, and no record opened by looking. */
export default async function Page() {
  const [{ lang }, { name, hats }] = await Promise.all([readPrefs(), ask(myHats, 'person', {})])
  const say = hatsCopy[lang]
  const groups = [
    { title: say.work, hats: hats.filter(({ kind }) => kind === 'staff') },
    { title: say.records, hats: hats.filter(({ kind }) => kind === 'patient') },
  ].filter((group) => group.hats.length > 0)
  return (
    <>
      <PageHead title={say.hello(name.split(' ')[0] ?? name)} lead={hats.length > 1 ? say.lead : undefined} />
      {hats.length === 0 ? (
        <EmptyState title={say.noneTitle}>
          <Sentence text={say.none} parts={{ help: <TextLink href="/help">{say.help}</TextLink> }} />
        </EmptyState>
      ) : null}
      {groups.map((group) => (
        <Section key={group.title} title={group.title}>
          <ul className="divide-y divide-line border-y border-line">
            {group.hats.map((hat) => (
              <li key={hat.id}>
                <TextLink look="plain" href={hat.href} className="flex min-h-18 items-center justify-between gap-4 py-3 hover:bg-well">
                  <span className="min-w-0">
                    <span className="block font-name text-name">{hat.kind === 'staff' ? hat.practiceName : hat.label}</span>
                    <span className="block text-small text-ink-soft">{hat.kind === 'staff' ? rolesInWords(hat.roles, lang) || say.noRole : recordWords(hat, lang)}</span>
                    {hat.kind === 'patient' && hat.relation !== 'self' ? <span className="block text-small text-ink-soft">{reachSentence({ ...hat, scope: hat.scope ?? 'all' }, hat.label, lang)}</span> : null}
                  </span>
                  <ChevronRight aria-hidden="true" className="size-5 shrink-0 text-ink-faint" />
                </TextLink>
              </li>
            ))}
          </ul>
        </Section>
      ))}
      <p className="mt-8 text-small text-ink-soft"><Sentence text={say.account} parts={{ link: <TextLink href="/account">{say.accountLink}</TextLink> }} /></p>
    </>
  )
}

/** Whose record it is to the reader, and where it is kept. */
function recordWords(hat: { relation: string | null; practiceName: string; expiresAt: Date | null; timeZone: string }, lang: Lang): string {
  const say = hatsCopy[lang]
  return hat.relation === 'self' ? say.ownRecord(hat.practiceName) : say.actFor(standing(hat.relation ?? '', hat.expiresAt, hat.timeZone, lang), hat.practiceName)
}
