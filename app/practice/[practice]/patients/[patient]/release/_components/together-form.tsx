'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState, type ReactNode } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { Banner } from '@/components/ui/banner'
import { Checkbox } from '@/components/ui/checkbox'
import { FieldErrors } from '@/components/ui/field'
import { fieldProps } from '@/components/ui/field-props'
import { FormError } from '@/components/ui/form-error'
import { SubmitButton } from '@/components/ui/submit-button'
import { TextareaField } from '@/components/ui/textarea'
import { count } from '@/lib/format/names'
import { SecondLook } from '../../../../_components/second-look'
import { together } from '../actions'

type Props = { practice: string; documents: readonly { id: string; label: string; hint: string; ticked: boolean }[]; empty: ReactNode }

/** Ticks, one note, one press. What asks for a second look is told and waits for it; the others go. */
export function TogetherForm({ practice, documents, empty }: Props) {
  const [state, act] = useActionState(withHat(together, { practice }), { reply: undefined })
  const [form, fields] = useForm<{ note: string; documents: string[] }>({ lastResult: state.reply ?? null })
  const { released = 0, left = [] } = state.done ?? {}
  const leftOf = new Map(left.map((one) => [one.document, one]))
  return (
    <form {...getFormProps(form)} action={act} onReset={keepTyped(state.done === undefined || left.length > 0)} className="max-w-2xl space-y-5" noValidate>
      <FormError title="Nothing was released" errors={form.errors} />
      {state.done ? (
        <Banner tone={left.length > 0 ? 'warning' : 'success'} live title={released === 0 ? 'Nothing was released yet' : `${count(released, 'document')} released`}>
          {left.length > 0 ? `${count(left.length, 'document')} left: see below.` : null}
        </Banner>
      ) : null}
      {left.filter(({ document }) => documents.every(({ id }) => id !== document)).map(({ document, title, says }) => <p key={document}><strong>{title}</strong>: {says}</p>)}
      {documents.length === 0 ? empty : (
        <>
          <fieldset id={fields.documents.id} aria-describedby={fields.documents.errors ? `${fields.documents.id}-error` : undefined}>
            <legend className="text-small font-semibold">Which documents</legend>
            <div className="mt-1 divide-y divide-line border-y border-line">
              {documents.map(({ id, label, hint, ticked }) => {
                const told = leftOf.get(id)
                return (
                  <div key={id}>
                    <Checkbox name="documents" value={id} label={<span className="font-name text-name break-words">{label}</span>} hint={hint} defaultChecked={told !== undefined || (state.done === undefined && ticked)} />
                    {told?.look ? <div className="mb-3"><SecondLook look={told.look} what="released" name="confirmed" value={`${id}:${told.look.sure}`} /></div> : told ? <p className="mb-3 text-small text-pink">{told.says}</p> : null}
                  </div>
                )
              })}
            </div>
            <FieldErrors id={`${fields.documents.id}-error`} errors={fields.documents.errors} />
          </fieldset>
          <TextareaField key={fields.note.key} {...fieldProps(fields.note)} label="Note to the patient" optional="optional" hint="The same for all that are released now." rows={2} maxLength={1000} />
          <SubmitButton pendingLabel="Releasing…">Release these</SubmitButton>
        </>
      )}
    </form>
  )
}
