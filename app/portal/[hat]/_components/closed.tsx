import { PageHead } from '@/components/layout/page-head'
import { formatPhone, phoneHref } from '@/lib/format/phones'

type Practice = { name: string; phone: string }

/** Whom to call, ready to be pressed on a phone. */
export function Call({ practice }: { practice: Practice }) {
  return (
    <>
      Call {practice.name}
      {practice.phone ? <> at <a className="whitespace-nowrap text-violet underline underline-offset-[0.2em]" href={phoneHref(practice.phone)}>{formatPhone(practice.phone)}</a></> : null}.
    </>
  )
}

/** In place of every page while the practice has closed its portal. */
export function PortalClosed({ practice }: { practice: Practice }) {
  return (
    <>
      <PageHead title="The portal is closed for now" />
      <div className="max-w-prose space-y-3">
        <p>{practice.name} has closed its patient portal for the moment. Nothing in the record is lost, and you need not do anything.</p>
        <p>Is there something you need to know, or a visit to ask about? <Call practice={practice} /></p>
      </div>
    </>
  )
}

/** In place of documents while the practice has closed them. */
export function DocumentsClosed({ practice }: { practice: Practice }) {
  return (
    <p className="max-w-prose">
      {practice.name} has closed documents for the moment. None is lost, and they will be here again. Do you need one now? <Call practice={practice} />
    </p>
  )
}
