'use client'

import { PlainForm } from '@/app/_components/plain-form'
import { withHat } from '@/app/_components/with-hat'
import { discard, giveBack, move } from '../actions'

type Props = { practice: string; document: string }

/** What a patient sent goes back to her, with what is wrong with it. */
export function ReturnForm({ practice, document }: Props) {
  return (
    <PlainForm
      act={withHat(giveBack, { practice })}
      hidden={{ document }}
      fields={[{ name: 'word', label: 'A word to who sent it', hint: 'They read this: “The back of the card is blurred, please take it again.”', kind: 'lines', maxLength: 500 }]}
      submit="Return it"
      pending="Returning…"
      variant="secondary"
      refused="It was not returned"
    />
  )
}

/** What does not belong here leaves every list, with the reason. */
export function DiscardForm({ practice, document }: Props) {
  return (
    <PlainForm
      act={withHat(discard, { practice })}
      hidden={{ document }}
      fields={[{ name: 'why', label: 'Why it is discarded', hint: 'For the record.', maxLength: 500 }]}
      submit="Discard it"
      pending="Discarding…"
      variant="danger"
      refused="It was not discarded"
    />
  )
}

/** Puts it to one patient of a list. */
export function MoveForm({ practice, document, patient, name }: Props & { patient: string; name: string }) {
  return (
    <PlainForm
      act={withHat(move, { practice })}
      hidden={{ document, patient }}
      submit={`Put it to ${name}`}
      pending="Putting…"
      variant="secondary"
      refused="It was not put there"
    />
  )
}
