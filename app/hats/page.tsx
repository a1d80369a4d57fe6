import { ChevronRight } from 'lucide-react'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { EmptyState } from '@/components/ui/empty-state'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { myHats } from '@/lib/account/queries'
import { rolesInWords } from '@/lib/members/rules'
import { relationWords } from '@/lib/portal/rules'

export const metadata = { title: 'Where to' }

/** The switcher: one person, every hat she wears, and no record opened by looking. */
export default async function Page() {
  const { name, hats } = await ask(myHats, 'person', {})
  const groups = [
    { title: 'Where you work', hats: hats.filter(({ kind }) => kind === 'staff') },
    { title: 'Records you may open', hats: hats.filter(({ kind }) => kind === 'patient') },
  ].filter((group) => group.hats.length > 0)
  return (
    <>
      <PageHead title={`Hello, ${name.split(' ')[0]}`} lead={hats.length > 1 ? 'Choose what to open. You can come back here from every page.' : undefined} />
      {hats.length === 0 ? (
        <EmptyState title="No practice and no record is open to you now">
          Access that a practice gave you may have ended. If you expected to find something here, ask your practice to invite you
          again, with this account. <TextLink href="/help">Something wrong?</TextLink>
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
                    <span className="block text-small text-ink-soft">{hat.kind === 'staff' ? rolesInWords(hat.roles) || 'No role at the moment' : `${relationTo(hat.relation)}, ${hat.practiceName}`}</span>
                  </span>
                  <ChevronRight aria-hidden="true" className="size-5 shrink-0 text-ink-faint" />
                </TextLink>
              </li>
            ))}
          </ul>
        </Section>
      ))}
      <p className="mt-8 text-small text-ink-soft"><TextLink href="/account">Your account</TextLink>: sessions, password, second factors, phones.</p>
    </>
  )
}

const relationTo = (relation: string | null) => (relation === 'self' ? 'Your own record' : (relationWords(relation ?? '') || 'You act for this patient'))
