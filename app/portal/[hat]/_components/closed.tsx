import { readPrefs } from '@/app/prefs'
import { PageHead } from '@/components/layout/page-head'
import { Sentence } from '@/components/ui/sentence'
import type { Lang } from '@/lib/format/lang'
import { formatPhone, phoneHref } from '@/lib/format/phones'
import { closedCopy } from '../_copy/closed'

type Practice = { name: string; phone: string; language: Lang }

/** Whom to call, ready to be pressed on a phone. */
export function Call({ practice, lang }: { practice: Practice; lang: Lang }) {
  const say = closedCopy[lang]
  const phone = <a className="whitespace-nowrap text-violet underline underline-offset-[0.2em]" href={phoneHref(practice.phone)}>{formatPhone(practice.phone)}</a>
  return <Sentence text={practice.phone ? say.callAt : say.call} parts={{ practice: <span lang={practice.language}>{practice.name}</span>, phone }} />
}

/** In place of every page while the practice has closed its portal. */
export async function PortalClosed({ practice }: { practice: Practice }) {
  const { lang } = await readPrefs()
  const say = closedCopy[lang]
  return (
    <>
      <PageHead title={say.portalTitle} />
      <div className="max-w-prose space-y-3">
        <p><Sentence text={say.portal} parts={{ practice: <span lang={practice.language}>{practice.name}</span> }} /></p>
        <p><Sentence text={say.portalNeed} parts={{ call: <Call practice={practice} lang={lang} /> }} /></p>
      </div>
    </>
  )
}

/** In place of documents while the practice has closed them. */
export async function DocumentsClosed({ practice }: { practice: Practice }) {
  const { lang } = await readPrefs()
  return (
    <p className="max-w-prose">
      <Sentence text={closedCopy[lang].documents} parts={{ practice: <span lang={practice.language}>{practice.name}</span>, call: <Call practice={practice} lang={lang} /> }} />
    </p>
  )
}
