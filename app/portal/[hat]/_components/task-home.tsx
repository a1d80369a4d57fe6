import { Upload } from 'lucide-react'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import type { Lang } from '@/components/layout/words'
import { ButtonLink } from '@/components/ui/button-link'
import { formatDay } from '@/lib/format/dates'
import { taskTitle } from '../../_copy/reach'
import { taskCopy } from '../_copy/task'
import { PressForm } from '../people/_components/helper-forms'

type Props = { hat: string; lang: Lang; practice: string; given: string; timeZone: string; reach: { task: string | null; taskDone: boolean; until: Date | null } }

/** The whole portal of somebody who was asked for one thing. */
export function TaskHome({ hat, lang, practice, given, timeZone, reach }: Props) {
  const copy = taskCopy[lang]
  if (reach.taskDone)
    return (
      <>
        <PageHead title={copy.done} />
        {reach.until ? <p className="max-w-prose">{copy.doneText(formatDay(reach.until, timeZone, lang))}</p> : null}
      </>
    )
  return (
    <>
      <PageHead title={taskTitle(reach.task, given, lang)} lead={copy.lead(practice)} />
      <ButtonLink href={`/portal/${hat}/send`} size="lg" icon={<Upload aria-hidden="true" />}>{copy.send}</ButtonLink>
      <Section title={copy.finished}>
        <p className="mb-4 max-w-prose text-ink-soft">{copy.finishedText}</p>
        <PressForm hat={hat} lang={lang} act="finish" button={copy.finish} variant="quiet" />
      </Section>
    </>
  )
}
