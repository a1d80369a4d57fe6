import { Banner } from '@/components/ui/banner'
import { TextLink } from '@/components/ui/text-link'

type Props = { practice: string; released: boolean; can: { correct: boolean; storage: boolean } }

/** Instead of the buttons that would open it: what has happened to the file, and the ways forward. */
export function Damaged({ practice, released, can }: Props) {
  return (
    <Banner tone="danger" title="This file is damaged and cannot be opened" className="mt-5">
      What rests in the store is not what came in, so nobody is shown it.{released ? ' The patient reads that the practice is putting it right.' : ''}
      <ul className="mt-2 list-disc space-y-1 ps-5">
        <li>
          From a backup: whoever looks after this installation puts the file back, and {can.storage
            ? <TextLink href={`/practice/${practice}/settings/storage#damaged`}>Storage has it checked again</TextLink>
            : 'the owner or the privacy officer has it checked again under Settings, Storage'}.
        </li>
        <li>From paper or the computer it came from: {can.correct ? <TextLink href="#versions">replace it with a good copy</TextLink> : 'somebody who files documents can replace it with a good copy'}.</li>
      </ul>
    </Banner>
  )
}
