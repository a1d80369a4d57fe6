import { PlainForm } from '@/app/_components/plain-form'
import { readPrefs } from '@/app/prefs'
import { guestCopy } from '@/app/s/_copy/guest'
import { PageHead } from '@/components/layout/page-head'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { ask } from '@/lib/access/page'
import { acceptedFiles, arrivalWords } from '@/lib/documents/rules'
import { showRequest } from '@/lib/shares/queries'
import { finish } from '../actions'

/** Where another office sends what it was asked for: file by file, until that is all. */
export default async function Page({ params, searchParams }: PageProps<'/send-in/[share]'>) {
  const [{ share: id }, search, { lang }] = await Promise.all([params, searchParams, readPrefs()])
  const request = await ask(showRequest, { share: id }, {})
  const say = guestCopy[lang]
  return (
    <>
      <PageHead title={say.filesFor(request.practice)} lead={say.sendLead(request.name, request.by.name)} />
      {search.done === 'sent' ? <Banner tone="success" live className="mb-6">{say.sent}</Banner> : null}
      {typeof search.why === 'string' ? <Banner tone="danger" live className="mb-6" title={say.failed}>{arrivalWords(search.why, lang)}</Banner> : null}
      <p className="mb-6"><span className="block text-small text-ink-soft">{say.asked}</span><span className="whitespace-pre-line">{request.asked}</span></p>
      <form method="post" action={`/v1/i/${id}`} encType="multipart/form-data" className="space-y-4">
        <div>
          <label htmlFor="file" className="text-small font-semibold">{say.file}</label>
          <p id="file-hint" className="text-small text-ink-soft">{say.fileHint}</p>
          <input id="file" name="file" type="file" required accept={acceptedFiles} aria-describedby="file-hint" className="mt-2 block min-h-11 w-full text-small" />
        </div>
        <Button type="submit">{say.send}</Button>
      </form>
      <p className="mt-6 text-small text-ink-soft">{say.begun(request.begun)}</p>
      <div className="mt-8 border-t border-line pt-6">
        <p className="mb-3 text-small text-ink-soft">{say.allHint}</p>
        <PlainForm act={finish.bind(null, { share: id })} submit={say.all} pending={say.finishing} variant="secondary" refused={say.notFinished} />
      </div>
    </>
  )
}
