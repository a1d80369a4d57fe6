import type { ReactNode } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { Status, type StatusTone } from '@/components/ui/status'
import type { Lang } from '@/components/layout/words'
import { Section } from '@/components/layout/section'
import { formatMoment } from '@/lib/format/dates'
import { holds } from '@/lib/shares/rules'
import type { ShareItem } from '@/lib/shares/schema'
import { sharesCopy } from './_copy/shares'

const tones: Record<ShareItem['state'], StatusTone> = { live: 'done', used: 'watch', over: 'ended', ended: 'ended', locked: 'attention', finished: 'ready' }

type Props = { shares: readonly ShareItem[]; lang: Lang; timeZone: string; end: (share: ShareItem) => ReactNode }

/** Shares that are open and those that are over, each with every opening. */
export function ShareList({ shares, lang, timeZone, end }: Props) {
  const say = sharesCopy[lang]
  if (shares.length === 0) return <EmptyState title={say.empty}>{say.emptyHint}</EmptyState>
  const [live, past] = [shares.filter(({ state }) => holds(state)), shares.filter(({ state }) => !holds(state))]
  return (
    <>
      {[{ title: say.live, rows: live }, { title: say.past, rows: past }].filter(({ rows }) => rows.length > 0).map(({ title, rows }) => (
        <Section key={title} title={title}>
          <ul className="divide-y divide-line border-y border-line">
            {rows.map((share) => <li key={share.id} className="py-5"><Share {...{ share, lang, timeZone }} />{holds(share.state) ? end(share) : null}</li>)}
          </ul>
        </Section>
      ))}
    </>
  )
}

function Share({ share, lang, timeZone }: { share: ShareItem; lang: Lang; timeZone: string }) {
  const say = sharesCopy[lang]
  const asked = share.direction === 'in'
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h3 className="font-name text-name break-words">{share.name}</h3>
        <Status tone={tones[share.state]}>{say.states[share.state]}</Status>
      </div>
      {asked ? <p>{say.askedFor}: {share.purpose}</p> : (
        <ul>
          {share.documents.map(({ id, title }) => <li key={id} className="break-words">{title ?? <span className="text-ink-faint">{say.hidden}</span>}</li>)}
        </ul>
      )}
      <p className="text-small text-ink-soft">
        {formatMoment(share.from, timeZone, lang)}, {say.by} {share.madeBy}; {say.until} {formatMoment(share.until, timeZone, lang)}
        {share.email ? `, ${share.email}` : ''}, {say.uses(share.uses, share.maxUses)}{share.maySave ? `, ${say.mayKeep}` : ''}
        {share.purpose && !asked ? `. ${say.for}: ${share.purpose}` : ''}
      </p>
      {share.openings.length === 0 ? <p className="text-small text-ink-faint">{say.nobody}</p> : (
        <ol className="text-small">
          {share.openings.map(({ at, what, title }, index) => (
            <li key={index} className="py-0.5">
              <span className="text-ink-faint">{formatMoment(at, timeZone, lang)}</span> {share.name} {say.did[what]}{title ? `: ${title}` : ''}
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}
