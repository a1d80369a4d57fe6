'use client'

import { useActionState } from 'react'
import { withHat } from '@/app/_components/with-hat'
import { FormError } from '@/components/ui/form-error'
import { SubmitButton } from '@/components/ui/submit-button'
import { review } from '../actions'

/** One press of a dentist. */
export function ReviewForm({ practice, document }: { practice: string; document: string }) {
  const [state, act] = useActionState(withHat(review, { practice }), { reply: undefined })
  return (
    <form action={act} className="space-y-3">
      <FormError title="The review was not noted" errors={state.refused ? [state.refused.says] : undefined} />
      <input type="hidden" name="document" value={document} />
      <SubmitButton variant="secondary" pendingLabel="Noting…">I have reviewed this</SubmitButton>
    </form>
  )
}
