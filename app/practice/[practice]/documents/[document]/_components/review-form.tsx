'use client'

import { useActionState } from 'react'
import { withHat } from '@/app/_components/with-hat'
import { FormError } from '@/components/ui/form-error'
import { SubmitButton } from '@/components/ui/submit-button'
import { SecondLook, lookOf } from '../../../_components/second-look'
import { review } from '../actions'

/** One press of a dentist; where a rule would then release the document, it looks twice like everybody. */
export function ReviewForm({ practice, document }: { practice: string; document: string }) {
  const [state, act] = useActionState(withHat(review, { practice }), { reply: undefined })
  const look = lookOf(state.refused)
  return (
    <form action={act} className="space-y-3">
      {look ? <SecondLook look={look} what="noted or released" /> : <FormError title="The review was not noted" errors={state.refused ? [state.refused.says] : undefined} />}
      <input type="hidden" name="document" value={document} />
      <SubmitButton variant="secondary" pendingLabel="Noting…">I have reviewed this</SubmitButton>
    </form>
  )
}
