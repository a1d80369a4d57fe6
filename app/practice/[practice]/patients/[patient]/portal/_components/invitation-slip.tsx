import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { QrCode } from '@/components/ui/qr-code'
import { formatMoment } from '@/lib/format/dates'
import { spaced } from '@/lib/invitations/rules'
import type { Invited } from '@/lib/invitations/schema'

type Props = { invited: Invited; timeZone: string; onDone: () => void }

/** Shown once. The code is told and stays off the paper: a slip left on a bench opens nothing. */
export function InvitationSlip({ invited, timeZone, onDone }: Props) {
  const { name, channel, email, code, link, expiresAt } = invited
  const until = formatMoment(new Date(expiresAt), timeZone)
  return (
    <div className="space-y-6">
      <Banner tone="success" live title={channel === 'mail' ? `The letter to ${email} is on its way` : `${name} is invited`} className="no-print">
        Tell {name} these six digits, at the desk or by telephone. They are shown only now, and stand in no letter and on no slip.
      </Banner>
      <p className="no-print font-name text-display tracking-[0.12em]" aria-label={`The code: ${[...code].join(' ')}`}>{spaced(code)}</p>
      {link ? (
        <div className="max-w-sm border-y border-line py-5">
          <p className="font-semibold">For {name}</p>
          <p className="mt-1 text-small text-ink-soft">Scan this with your phone’s camera and type the six digits that we tell you. It works once, and only today.</p>
          <QrCode value={link} label="QR code of the invitation" className="mt-4 w-full max-w-60" />
          <p className="mt-3 text-micro break-all text-ink-faint">{link}</p>
        </div>
      ) : <p className="text-small text-ink-soft">The link in the letter works once, until {until}.</p>}
      <div className="no-print flex flex-wrap gap-3">
        {link ? <Button variant="secondary" onClick={() => window.print()}>Print the slip</Button> : null}
        <Button variant="quiet" onClick={onDone}>Done</Button>
      </div>
    </div>
  )
}
