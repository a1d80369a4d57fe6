'use client'

import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { FormError } from '@/components/ui/form-error'
import { TextField } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'
import { spanWords } from '@/lib/retention/rules'
import { spans, type Span } from '@/lib/retention/schema'
import { saveRetentionRules } from '../retention/actions'

type Rule = { name: string; label: string; span: Span; decided: string }
type Props = { practice: string; rules: readonly Rule[]; minorAge: number; minorYears: number; deletionDays: number; locked: boolean }

/** All of it is one form, so that one press puts one decision in force. */
export function RetentionForm({ practice, rules, minorAge, minorYears, deletionDays, locked }: Props) {
  const [state, act] = useActionState(withHat(saveRetentionRules, { practice }), { reply: undefined })
  const typed = (state.reply?.initialValue ?? {}) as Record<string, string | undefined>
  const errors = (state.reply?.error ?? {}) as Record<string, string[] | undefined>
  const number = (name: string, label: string, value: number, hint: string) => (
    <TextField key={`${name}-${typed[name]}`} name={name} id={`retention-${name}`} label={label} hint={hint} defaultValue={typed[name] ?? String(value)} errors={errors[name]} inputMode="numeric" maxLength={3} required disabled={locked} />
  )
  return (
    <form action={act} onReset={keepTyped(state.done === undefined)} className="max-w-3xl space-y-8">
      <FormError title="The rules were not saved" errors={state.refused ? [state.refused.says] : undefined} />
      <fieldset>
        <legend className="font-semibold">Kept after the last visit or the last document</legend>
        <ul className="mt-2 divide-y divide-line border-y border-line">
          {rules.map(({ name, label, span, decided }) => (
            <li key={name} className="grid items-center gap-x-6 gap-y-1.5 py-2.5 sm:grid-cols-[minmax(0,1fr)_15rem]">
              <label htmlFor={`retention-${name}`}>
                <span className="font-semibold">{label}</span>
                <span className="block text-micro text-ink-faint">{decided}</span>
              </label>
              <Select
                key={typed[name] ?? span}
                id={`retention-${name}`}
                name={name}
                defaultValue={typed[name] ?? span}
                disabled={locked}
                options={spans.filter((value) => value !== 'default' || name !== 'practice').map((value) => ({ value, label: spanWords[value] }))}
              />
            </li>
          ))}
        </ul>
      </fieldset>
      <fieldset>
        <legend className="font-semibold">Children</legend>
        <p className="mt-1 mb-3 text-small text-ink-soft">Of a patient who was younger than this at the last visit, documents are kept until that age and these years longer, if that is later.</p>
        <div className="grid gap-5 sm:grid-cols-2">
          {number('minorAge', 'Of age at', minorAge, '18 in most states, 19 in Alabama and Nebraska, 21 in Mississippi')}
          {number('minorYears', 'Years after that', minorYears, '0 to 100')}
        </div>
      </fieldset>
      <fieldset>
        <legend className="font-semibold">Deleted documents</legend>
        <div className="mt-3 max-w-72">{number('deletionDays', 'Days in which they can be brought back', deletionDays, '1 to 365; counts for what is deleted from now on')}</div>
      </fieldset>
      {locked ? <p className="text-small text-ink-soft">The owner decides these.</p> : <SubmitButton pendingLabel="Saving…">Put these rules in force</SubmitButton>}
    </form>
  )
}
