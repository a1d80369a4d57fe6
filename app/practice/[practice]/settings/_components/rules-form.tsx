'use client'

import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { withHat } from '@/app/_components/with-hat'
import { FormError } from '@/components/ui/form-error'
import { Select } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'
import { timings, timingWords, type Timing } from '@/lib/practice/rules'
import { saveRules } from '../actions'

type Rule = { category: string; timing: Timing; name: string; decided: string }

/** The whole table is one form, so that one press puts one decision in force. */
export function RulesForm({ practice, rules, locked }: { practice: string; rules: readonly Rule[]; locked: boolean }) {
  const [state, act] = useActionState(withHat(saveRules, { practice }), { reply: undefined })
  const typed = (state.reply?.initialValue ?? {}) as Record<string, string | undefined>
  const errors = state.refused ? [state.refused.says] : state.reply?.error ? ['Choose one for each kind.'] : undefined
  return (
    <form action={act} onReset={keepTyped(state.done === undefined)} className="max-w-3xl space-y-5">
      <FormError title="The rules were not saved" errors={errors} />
      <ul className="divide-y divide-line border-y border-line">
        {rules.map(({ category, timing, name, decided }) => (
          <li key={category} className="grid items-center gap-x-6 gap-y-1.5 py-2.5 sm:grid-cols-[minmax(0,1fr)_17rem]">
            <label htmlFor={`rule-${category}`}>
              <span className="font-semibold">{name}</span>
              <span className="block text-micro text-ink-faint">{decided}</span>
            </label>
            <Select
              key={typed[category] ?? timing}
              id={`rule-${category}`}
              name={category}
              defaultValue={typed[category] ?? timing}
              disabled={locked}
              options={timings.map((value) => ({ value, label: timingWords[value].name }))}
            />
          </li>
        ))}
      </ul>
      <dl className="grid gap-x-6 gap-y-1 text-small text-ink-soft sm:grid-cols-[10rem_1fr]">
        {timings.map((value) => <div key={value} className="contents"><dt className="font-semibold text-ink">{timingWords[value].name}</dt><dd>{timingWords[value].about}</dd></div>)}
      </dl>
      {locked ? <p className="text-small text-ink-soft">The owner decides these.</p> : <SubmitButton pendingLabel="Saving…">Put these rules in force</SubmitButton>}
    </form>
  )
}
