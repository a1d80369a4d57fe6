import { readPrefs } from '@/app/prefs'
import { guestCopy } from '@/app/s/_copy/guest'
import { buttonLook } from '@/components/ui/button-look'
import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { fileSize } from '@/lib/format/size'
import { formatDate, formatTime } from '@/lib/format/dates'
import { showShare } from '@/lib/shares/queries'

/** The list of what was shared. Looking at it opens nothing. */
export default async function Page({ params }: PageProps<'/shared/[share]'>) {
  const [{ share: id }, { lang }] = await Promise.all([params, readPrefs()])
  const share = await ask(showShare, { share: id }, {})
  const say = guestCopy[lang]
  return (
    <>
      <PageHead title={say.listTitle(`${share.by.name}, ${share.practice}`)} lead={say.listLead(share.name, share.practice)} />
      {share.purpose ? <p className="mb-6"><span className="text-ink-soft">{say.purpose}:</span> {share.purpose}</p> : null}
      {share.documents.length === 0 ? <p>{say.nothingLeft}</p> : (
        <ul className="divide-y divide-line border-y border-line">
          {share.documents.map((paper) => (
            <li key={paper.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-4">
              <div className="min-w-0 flex-1 basis-60">
                <p className="font-name text-name break-words">{paper.title}</p>
                <p className="text-small text-ink-soft">{paper.takenOn ? formatDate(paper.takenOn, lang) : ''}{paper.tooth ? `, ${say.tooth} ${paper.tooth}` : ''} · {fileSize(paper.byteSize ?? 0, lang)}</p>
              </div>
              <div className="flex flex-wrap gap-3">
                {paper.pages.length > 0 ? <a className={buttonLook('primary', 'md', false, '')} href={`/shared/${id}/${paper.id}`} aria-label={`${say.open}: ${paper.title}`}>{say.open}</a> : null}
                {share.maySave ? <a className={buttonLook('secondary', 'md', false, '')} href={`/v1/e/${id}/${paper.id}`} aria-label={`${say.saveFile}: ${paper.title}`}>{say.saveFile}</a> : null}
              </div>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-6 text-small text-ink-soft">{say.untilHalf(formatTime(share.closesAt, share.timeZone, lang))}</p>
    </>
  )
}
