import { ConfirmFirst } from '@/app/account/_components/confirm-first'
import { PlainForm } from '@/app/_components/plain-form'
import { withHat } from '@/app/_components/with-hat'
import { PageHead } from '@/components/layout/page-head'
import { Prose } from '@/components/ui/prose'
import { ask } from '@/lib/access/page'
import { keptDocument, showDocument } from '@/lib/documents/queries'
import { remove } from './actions'

export const metadata = { title: 'Delete a document' }

export default async function Page({ params }: PageProps<'/practice/[practice]/documents/[document]/delete'>) {
  const { practice, document: id } = await params
  const [document, kept] = await Promise.all([ask(showDocument, { practice }, { document: id }), ask(keptDocument, { practice }, { document: id })])
  const here = `/practice/${practice}/documents/${id}`
  const title = document.title || document.fileName || 'A new document'
  return (
    <div className="max-w-2xl">
      <PageHead
        title="Delete this document"
        crumbs={{ label: 'You are here', items: [...(document.patient ? [{ label: document.patient.name, href: `/practice/${practice}/patients/${document.patient.id}` }] : []), { label: title, href: here }, { label: 'Delete' }] }}
      />
      {kept.can.delete ? (
        <>
          <Prose>
            <p>It leaves every list at once, for staff and for the patient, and links to it stop at their next use. For a while it can be brought back under “Deleted documents”; then its keys are destroyed, and nobody can open it any more, in no copy.</p>
            {document.release.state === 'released' ? <p><strong>The patient can see it now.</strong> Its release ends, also should it be brought back.</p> : null}
            {kept.holds.length > 0 ? <p><strong>There is a legal hold.</strong> The document leaves the lists all the same, but its keys are not destroyed while the hold lasts.</p> : null}
            <p>Is it in the wrong chart, or is the wrong page in it? Then correct it instead: a deletion is for what should not be here at all.</p>
          </Prose>
          <div className="my-6"><ConfirmFirst path={`${here}/delete`} then="delete it" /></div>
          <PlainForm
            act={withHat(remove, { practice })}
            hidden={{ document: id }}
            fields={[{ name: 'why', label: 'Why it is deleted', hint: 'Scanned twice, blank, not a patient’s… Without anything of the record.', maxLength: 500, autoComplete: 'off' }]}
            submit="Delete it"
            pending="Deleting…"
            variant="danger"
            refused="This document was not deleted"
          />
        </>
      ) : (
        <p className="text-ink-soft">Your role does not delete documents. The owner, the privacy officer and dentists do.</p>
      )}
    </div>
  )
}
