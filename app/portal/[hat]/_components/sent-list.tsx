import { withHat } from '@/app/_components/with-hat'
import { Section } from '@/components/layout/section'
import { Status } from '@/components/ui/status'
import { TextLink } from '@/components/ui/text-link'
import { arrivalWords } from '@/lib/documents/rules'
import { formatDay } from '@/lib/format/dates'
import type { Lang } from '@/lib/format/lang'
import type { Sent } from '@/lib/portal/schema'
import { takeItBack } from '../send/actions'
import { sendCopy } from '../send/_copy/send'
import { TakeBackForm } from './take-back-form'

type Props = { hat: string; lang: Lang; sent: readonly Sent[]; practice: string; timeZone: string }

/** What was sent from here and is not filed yet: where it stands, and the way back. */
export function SentList({ hat, lang, sent, practice, timeZone }: Props) {
  if (sent.length === 0) return null
  const { list, kinds } = sendCopy[lang]
  return (
    <Section title={list.title}>
      <ul className="divide-y divide-line border-y border-line">
        {sent.map((item) => (
          <li key={item.id} className="flex flex-wrap items-center gap-x-5 gap-y-2 py-3">
            <div className="min-w-48 flex-1">
              <p className="font-name text-name">{kinds[item.as].name}</p>
              <p className="text-small text-ink-soft">
                {list.on(formatDay(item.sentAt, timeZone, lang))}
                {item.note ? <span className="block break-words whitespace-pre-line">{item.note}</span> : null}
              </p>
              <p className="mt-1"><Status tone={item.state === 'returned' || item.state === 'refused' ? 'attention' : 'watch'}>{list[item.state]}</Status></p>
              {item.why ? <p className="mt-1 text-small">{arrivalWords(item.why, lang)}</p> : null}
              {item.word ? <p className="mt-1 text-small">{list.word(practice, item.word)}</p> : null}
            </div>
            {item.state === 'waiting' || item.state === 'returned' ? (
              // A plain anchor: it answers 303 to a link of one minute, and a router must not fetch it ahead.
              <a className="py-2 text-small text-violet underline underline-offset-[0.2em]" href={`/v1/o/${hat}/${item.id}`} target="_blank" rel="noreferrer" aria-label={`${list.open}: ${kinds[item.as].name}`}>{list.open}</a>
            ) : null}
            {item.state === 'returned' || item.state === 'refused' ? <TextLink className="py-2 text-small" href={`/portal/${hat}/send?as=${item.as}`}>{list.sendAgain}</TextLink> : null}
            <TakeBackForm act={withHat(takeItBack, { portal: hat })} document={item.id} words={{ takeBack: list.takeBack, takingBack: list.takingBack, notTakenBack: list.notTakenBack }} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
