import { Banner } from '@/components/ui/banner'
import { ButtonLink } from '@/components/ui/button-link'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { formatMoment } from '@/lib/format/dates'
import { stoodWrong } from '@/lib/privacy/queries'
import { Opened } from '../../../privacy/_components/opened'

type Props = { practice: string; document: string; inChart: boolean; timeZone: string }

/** In whose records it stood by mistake and who had opened it there, and the one step that takes it out of a wrong one. */
export async function StoodWrong({ practice, document, inChart, timeZone }: Props) {
  const { stood, can } = await ask(stoodWrong, { practice }, { document })
  return (
    <>
      {stood.map(({ id, patient, until, shown, exposure }) => (
        <Banner key={id} tone="warning" className="mb-6" title={`Until ${formatMoment(until, timeZone)} this stood in the record of ${patient.name}`}
          action={can.cases ? <TextLink href={`/practice/${practice}/privacy/${id}`} className="inline-flex min-h-11 items-center font-semibold">The privacy case</TextLink> : null}>
          <Opened exposure={exposure} shown={shown} timeZone={timeZone} />
        </Banner>
      ))}
      {inChart && can.putRight ? (
        <p className="border-t border-line pt-3">
          <ButtonLink variant="quiet" size="sm" href={`/practice/${practice}/documents/${document}/wrong-patient`}>This is the wrong patient’s</ButtonLink>
        </p>
      ) : null}
    </>
  )
}
