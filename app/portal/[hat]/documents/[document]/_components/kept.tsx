import { Banner } from '@/components/ui/banner'
import type { Lang } from '@/lib/format/lang'
import { formatDay } from '@/lib/format/dates'
import { keptCopy } from '../_copy/kept'

/** That the practice replaced an earlier file, and what it says about that, in its own language. */
export function Corrected({ corrected, timeZone, lang, written }: { corrected: { at: Date; note: string } | null; timeZone: string; lang: Lang; written: Lang }) {
  if (!corrected) return null
  const say = keptCopy[lang]
  return (
    <p className="mt-6">
      {say.corrected(formatDay(corrected.at, timeZone, lang))}
      {corrected.note ? <> {say.words} <q lang={written}>{corrected.note}</q></> : null}
    </p>
  )
}

/** Instead of the buttons that would open it. */
export function DamagedFile({ practice, lang }: { practice: { name: string; phone: string }; lang: Lang }) {
  const say = keptCopy[lang]
  return (
    <Banner tone="warning" title={say.damaged}>
      {say.damagedWhy} {say.damagedNext(practice.phone ? `${practice.name}, ${practice.phone}` : practice.name)}
    </Banner>
  )
}
