'use client'

import { useActionState } from 'react'
import { withHat } from '@/app/_components/with-hat'
import { FormError } from '@/components/ui/form-error'
import { SubmitButton } from '@/components/ui/submit-button'
import { leave } from '../patients/[patient]/release/actions'

/** One press: what a visit left stays as it is, and leaves the list. */
export function LeaveHeldForm({ practice, documents }: { practice: string; documents: readonly string[] }) {
  const [state, act] = useActionState(withHat(leave, { practice }), { reply: undefined })
  return (
    <form action={act}>
      <FormError title="Nothing was changed" errors={state.refused ? [state.refused.says] : undefined} />
      {documents.map((id) => <input key={id} type="hidden" name="documents" value={id} />)}
      <SubmitButton variant="quiet" size="sm" pendingLabel="Noting…">Leave it held</SubmitButton>
    </form>
  )
}
