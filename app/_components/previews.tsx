import { cookies } from 'next/headers'
import { Chooser } from '@/components/ui/chooser'
import type { Lang } from '@/lib/format/lang'
import { previewsCopy } from './_copy/previews'

/**
 * Whether previews stand beside a list: only where its reader chose so, for looking at a list opens nothing unasked. The choice is
 * kept in a cookie; without scripts the address asks for them once.
 */
export async function wantsPreviews(once: string | string[] | undefined): Promise<boolean> {
  return once === '1' || (await cookies()).get('enamel-previews')?.value === 'shown'
}

/** The choice itself. */
export function PreviewsChoice({ shown, once, lang }: { shown: boolean; once: string; lang: Lang }) {
  const say = previewsCopy[lang]
  return (
    <p className="no-print mt-3 flex flex-wrap items-center gap-x-4 text-small text-ink-soft">
      <Chooser
        label={say.previews} cookie="enamel-previews" value={shown ? 'shown' : 'hidden'}
        options={[{ value: 'hidden', label: say.hidden }, { value: 'shown', label: say.shown }]}
      />
      {shown ? null : <noscript><a href={once} rel="nofollow" className="inline-flex min-h-11 items-center underline">{say.once}</a></noscript>}
      <span className="text-ink-faint">{say.told}</span>
    </p>
  )
}

/** One row's place on the strip that all rows of a list share: one address, so one fetch and one line in the history. */
export function Preview({ hat, ids, at }: { hat: string; ids: readonly string[]; at: number }) {
  return (
    <span
      aria-hidden="true"
      className="block size-16 shrink-0 bg-well bg-no-repeat"
      style={{ backgroundImage: `url(/v1/o/${hat}/sheet?d=${ids.join('.')})`, backgroundSize: '64px auto', backgroundPosition: `0 ${at * -64}px` }}
    />
  )
}
