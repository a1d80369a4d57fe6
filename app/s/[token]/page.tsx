import { readPrefs } from '@/app/prefs'
import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { lookAtShare } from '@/lib/shares/queries'
import { CodeForm } from '../_components/code-form'
import { guestCopy } from '../_copy/guest'

/** What a link shows: who asks whom. Nothing is used up by looking, so that a mail program that looks first costs nothing. */
export default async function Page({ params }: PageProps<'/s/[token]'>) {
  const [{ token }, { lang }] = await Promise.all([params, readPrefs()])
  const share = await ask(lookAtShare, 'visitor', { token })
  const say = guestCopy[lang]
  return (
    <>
      <PageHead
        title={share.direction === 'in' ? say.filesFor(share.practiceName) : say.papersFrom(share.madeAs === 'staff' ? `${share.madeByName}, ${share.practiceName}` : say.somebody(share.practiceName))}
        lead={say.forWhom(share.recipientName)}
      />
      <CodeForm token={token} lang={lang} />
      {share.direction === 'out' ? <p className="mt-6 text-small text-ink-soft">{say.seen}</p> : null}
    </>
  )
}
