'use client'

import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { Checkbox } from '@/components/ui/checkbox'
import { FormError } from '@/components/ui/form-error'
import { SubmitButton } from '@/components/ui/submit-button'
import { destroy } from '../retention/actions'

type Item = { id: string; title: string; about: string }

/** What is due, patient by patient, each with its own box: unticked, it stays on the list. */
export function DueForm({ practice, patients }: { practice: string; patients: readonly { id: string; name: string; items: readonly Item[] }[] }) {
  const [state, act] = useActionState(withHat(destroy, { practice }), { reply: undefined })
  const errors = state.refused ? [state.refused.code === 'not_found' ? 'Nothing of this is due any more. Look at the list again.' : state.refused.says] : state.reply?.error ? ['Choose at least one document.'] : undefined
  return (
    <form action={act} onReset={keepTyped(state.done === undefined)} className="max-w-3xl space-y-6">
      <FormError title="Nothing was destroyed" errors={errors} />
      {patients.map(({ id, name, items }) => (
        <fieldset key={id}>
          <legend className="font-name text-name">{name}</legend>
          <div className="mt-1 divide-y divide-line border-y border-line">
            {items.map((item) => <Checkbox key={item.id} name="documents" value={item.id} defaultChecked label={item.title} hint={item.about} />)}
          </div>
        </fieldset>
      ))}
      <SubmitButton variant="danger" pendingLabel="Ordering…">Destroy what is ticked, for good</SubmitButton>
    </form>
  )
}
