import { notFound } from 'next/navigation'
import { PageHead } from '@/components/layout/page-head'
import { PublicShell } from '@/components/layout/public-shell'
import { EmptyState } from '@/components/ui/empty-state'
import { TextLink } from '@/components/ui/text-link'
import { readPrefs } from '@/app/prefs'
import { ask } from '@/lib/access/page'
import { demoMail } from '@/lib/demo/mail'
import { formatMoment } from '@/lib/format/dates'
import { isDemo } from '@/lib/platform/demo'

export const metadata = { title: 'Mail of the demo' }

/** Outgoing mail of the demo, where no letter leaves the machine. */
export default async function Page({ searchParams }: PageProps<'/demo/mail'>) {
  if (!isDemo()) notFound()
  const { to } = await searchParams
  const letters = await ask(demoMail, 'visitor', typeof to === 'string' ? { to } : {})
  return (
    <PublicShell {...await readPrefs()}>
      <div className="mx-auto w-full max-w-3xl px-5 pt-8 pb-16 sm:px-8">
        <PageHead title="Mail of the demo" lead="Every letter that Enamel would have sent. The links work, once." />
        {letters.length === 0 ? <EmptyState title="No letters yet">Invite somebody, or ask for a way back in; the letter lies here a moment later.</EmptyState> : null}
        <ul className="divide-y divide-line border-y border-line">
          {letters.map((letter) => (
            <li key={letter.id}>
              <details className="group">
                <summary className="flex min-h-11 flex-wrap items-baseline justify-between gap-x-6 py-3">
                  <span><strong>{letter.subject}</strong> <span className="block text-small text-ink-soft">to {letter.to}</span></span>
                  <span className="text-small text-ink-faint">{formatMoment(letter.sentAt, 'UTC')} UTC</span>
                </summary>
                <p className="pb-6 break-words whitespace-pre-wrap">{linked(letter.text)}</p>
              </details>
            </li>
          ))}
        </ul>
      </div>
    </PublicShell>
  )
}

/** Addresses in a letter become links; those of our own stay in this window. */
function linked(text: string) {
  return text.split(/(https?:\/\/[^\s]+)/).map((part, at) =>
    at % 2 === 1 && URL.canParse(part) ? <TextLink key={at} href={new URL(part).pathname + new URL(part).search}>{part}</TextLink> : part)
}
