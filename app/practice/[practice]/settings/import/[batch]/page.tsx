import { ConfirmFirst } from '@/app/account/_components/confirm-first'
import { PlainForm } from '@/app/_components/plain-form'
import { withHat } from '@/app/_components/with-hat'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { Banner } from '@/components/ui/banner'
import { Prose } from '@/components/ui/prose'
import { Status } from '@/components/ui/status'
import { ask } from '@/lib/access/page'
import { showLimits } from '@/lib/documents/queries'
import { arrivalWords } from '@/lib/documents/rules'
import { formatMoment } from '@/lib/format/dates'
import { count } from '@/lib/format/names'
import { showImport } from '@/lib/imports/queries'
import { rowStates } from '@/lib/imports/schema'
import { batchWords } from '@/lib/imports/words'
import { practiceFrame } from '@/lib/practice/queries'
import { one, oneOf } from '../../../search-params'
import { finish, forget, open, undo } from './actions'
import { Filing } from './_components/filing'
import { GoesOn } from './_components/goes-on'
import { ImportTray } from './_components/import-tray'
import { MappingForm } from './_components/mapping-form'
import { Rows } from './_components/rows'

export const metadata = { title: 'An import of old documents' }

export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/settings/import/[batch]'>) {
  const [{ practice, batch: id }, search] = await Promise.all([params, searchParams])
  const show = oneOf(search.show, [...rowStates, 'problems', 'all'] as const)
  const after = Math.min(200_000, Number.parseInt(one(search.after), 10) || 0)
  const [frame, batch, limits] = await Promise.all([
    ask(practiceFrame, { practice }, {}), ask(showImport, { practice }, { batch: id, show, after }), ask(showLimits, { practice }, {}),
  ])
  const { counts, state, can } = batch
  const here = `/practice/${practice}/settings/import/${id}`
  const door = `/v1/n/${practice}/${id}`
  const [clean, coming, filed, left, refused] = [counts.clean ?? 0, counts.coming ?? 0, counts.filed ?? 0, counts.left ?? 0, counts.refused ?? 0]
  const problems = (counts.bad ?? 0) + (counts.look ?? 0)
  const untouched = state === 'reading' || state === 'mapping' || state === 'checking' || state === 'checked'
  const sent = [one(search.taken), one(search.known), one(search.unknown)].map((text) => Number.parseInt(text, 10) || 0)
  const whys = [...new Set([search.why ?? []].flat())].slice(0, 20)
  return (
    <>
      <PageHead
        title={batch.fileName || 'An index without a name'}
        crumbs={{ label: 'You are here', items: [{ label: 'Old documents', href: `/practice/${practice}/settings/import` }, { label: batch.fileName || 'An index' }] }}
        lead={<><Status tone={batchWords[state].tone}>{batchWords[state].words}</Status> {count(batch.rows, 'row')}, begun {formatMoment(batch.startedAt, frame.timeZone)} by {batch.startedBy}.</>}
      />
      {search.taken === undefined ? null : (
        <Banner tone={whys.length > 0 || sent[2] ? 'warning' : 'success'} live className="mb-6 max-w-3xl" title={`${count(sent[0] ?? 0, 'file')} came in`}>
          {sent[1] ? <p>{count(sent[1], 'file')} had come before.</p> : null}
          {sent[2] ? <p>{count(sent[2], 'file')} {sent[2] === 1 ? 'is' : 'are'} named by no row that fits, or by several, and {sent[2] === 1 ? 'was' : 'were'} not kept.</p> : null}
        </Banner>
      )}
      {whys.length > 0 ? <Banner tone="danger" live className="mb-6 max-w-3xl" title="Not everything was taken">{whys.map((why) => <p key={why}>{arrivalWords(why)}</p>)}</Banner> : null}

      {state === 'reading' ? <Banner tone="warning" className="mb-6 max-w-3xl" title="This index did not come whole">The connection broke off while it was read, or it is being read in another window. Forget it and send it again.</Banner> : null}
      {state === 'mapping' && can.import ? (
        <Section title="Which column is which">
          <MappingForm practice={practice} batch={id} columns={batch.columns} sample={batch.sample} mapping={null} />
        </Section>
      ) : null}
      {state === 'checking' ? (
        <Section title="Being compared">
          {can.import ? <GoesOn door={door} step="check" label="Each row is compared with the register. Nothing is changed." value={batch.checkedLine} max={Math.max(batch.rows + 1, batch.checkedLine)} /> : <p className="text-small text-ink-soft">The owner compares it.</p>}
        </Section>
      ) : null}

      {state === 'checked' ? (
        <Section title="What would come in">
          <Prose>
            <p><strong>{clean === 0 ? 'No row fits a patient.' : `${count(clean, 'row')} ${clean === 1 ? 'fits' : 'fit'} a patient by chart number, name and birth date.`}</strong>{' '}
              {problems > 0 ? `${count(problems, 'row')} ${problems === 1 ? 'does' : 'do'} not come in; the list below says why. Mend them in the index and send it again, now or later: what came in already is then left out.` : ''}</p>
            <p>Nothing has been changed so far. When you take it over, files are taken for the rows that fit. They are filed and <strong>released to nobody</strong>: no rule releases old documents. You release them by hand, or several at once on a patient’s page.</p>
          </Prose>
          {can.import && clean > 0 ? (
            <div className="mt-5 max-w-2xl space-y-5">
              <ConfirmFirst path={here} then="take it over" />
              <PlainForm act={withHat(open, { practice })} hidden={{ batch: id }} submit={`Take over ${count(clean, 'row')}`} pending="One moment…" refused="It was not taken over" />
            </div>
          ) : null}
          {can.import ? (
            <details className="mt-6">
              <summary className="cursor-pointer py-2 text-small font-medium">Name the columns anew</summary>
              <div className="mt-3"><MappingForm practice={practice} batch={id} columns={batch.columns} sample={[]} mapping={batch.mapping} /></div>
            </details>
          ) : null}
        </Section>
      ) : null}

      {state === 'open' ? (
        <>
          <Section title="How far it is">
            <Filing door={door} live={can.import} counts={counts} />
          </Section>
          {can.import && clean + refused > 0 ? (
            <Section title="Choose the folder">
              <p className="mb-3 max-w-prose text-small text-ink-soft">Each file goes to the row that names it. When the connection or the computer breaks off, choose the same folder again: only what is missing is sent.</p>
              <div className="max-w-3xl"><ImportTray door={door} fileLimit={limits.fileLimit} /></div>
            </Section>
          ) : null}
          {can.import ? (
            <Section title="Finish">
              <p className="mb-3 max-w-prose text-small text-ink-soft">
                {clean + refused > 0 ? `${count(clean + refused, 'row')} ${clean + refused === 1 ? 'has' : 'have'} no file yet; after finishing, none is taken for ${clean + refused === 1 ? 'it' : 'them'}. ` : ''}
                What the index says of people is forgotten then. Which file became which document stays on record.
              </p>
              <PlainForm act={withHat(finish, { practice })} hidden={{ batch: id }} submit="Finish this import" pending="Finishing…" variant="secondary" refused="It is not finished" />
            </Section>
          ) : null}
        </>
      ) : null}
      {state === 'finished' ? (
        <Section title="What came in">
          <p className="max-w-prose">{count(filed, 'document')} {filed === 1 ? 'was' : 'were'} filed{left > 0 ? `, and ${count(left, 'document')} ${left === 1 ? 'waits' : 'wait'} under To file` : ''}. None is released by itself.</p>
        </Section>
      ) : null}
      {state === 'undoing' ? (
        <Section title="Being undone">
          {can.undo ? <GoesOn door={door} step="undo" label="What nobody has touched since is deleted. It can be brought back like any deletion." value={(counts.removed ?? 0) + (counts.stayed ?? 0)} max={Math.max(1, (counts.removed ?? 0) + (counts.stayed ?? 0) + filed + left + coming + refused)} /> : null}
        </Section>
      ) : null}
      {state === 'undone' && batch.undone ? (
        <Banner tone="info" className="mb-6 max-w-3xl" title={`Undone by ${batch.undone.by}${batch.undone.at ? `, ${formatMoment(batch.undone.at, frame.timeZone)}` : ''}`}>
          <p>“{batch.undone.why}”</p>
          <p>{count(counts.removed ?? 0, 'document')} {counts.removed === 1 ? 'was' : 'were'} deleted and can be brought back for a while.{counts.stayed ? ` ${count(counts.stayed, 'document')} ${counts.stayed === 1 ? 'stays' : 'stay'}, because somebody has used ${counts.stayed === 1 ? 'it' : 'them'} since; the list says how.` : ''}</p>
        </Banner>
      ) : null}

      {state === 'reading' || state === 'mapping' ? null : <Rows here={here} practice={practice} door={door} batch={batch} after={after} />}

      {untouched && can.import ? (
        <Section title="Forget this index">
          <p className="mb-3 max-w-prose text-small text-ink-soft">Its rows are deleted. Nothing has come in by it.</p>
          <PlainForm act={withHat(forget, { practice })} hidden={{ batch: id }} submit="Forget it" pending="Forgetting…" variant="quiet" refused="It was not forgotten" />
        </Section>
      ) : null}
      {(state === 'open' || state === 'finished') && can.undo && filed + left + coming > 0 ? (
        <Section title="Undo this batch">
          <p className="mb-4 max-w-prose text-small text-ink-soft">Deletes every document that came in by it and that nobody has changed, reviewed, released or shared since. For a while they can be brought back. What was touched stays, and is listed.</p>
          <div className="max-w-2xl space-y-5">
            <ConfirmFirst path={here} then="undo it" />
            <PlainForm
              act={withHat(undo, { practice })}
              hidden={{ batch: id }}
              fields={[{ name: 'why', label: 'Why it is undone', hint: 'For the record, without anything of a patient.', maxLength: 500, autoComplete: 'off' }]}
              submit="Undo this batch" pending="Undoing…" variant="danger" refused="It was not undone"
            />
          </div>
        </Section>
      ) : null}
    </>
  )
}
