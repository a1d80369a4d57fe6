import { PlainForm } from '@/app/_components/plain-form'
import { withHat } from '@/app/_components/with-hat'
import type { FieldSpec } from '@/app/_components/plain-field'
import { categoryWords } from '@/lib/documents/rules'
import { categories } from '@/lib/documents/schema'
import { fields, type Mapping } from '@/lib/imports/schema'
import { fieldWords, guessColumns } from '@/lib/imports/rules'
import { map } from '../actions'

/** Which column means what, guessed from their names, with some rows to look at. */
export function MappingForm({ practice, batch, columns, sample, mapping }: { practice: string; batch: string; columns: readonly string[]; sample: readonly string[][]; mapping: Mapping | null }) {
  const chosen = mapping?.columns ?? guessColumns(columns)
  const choices = columns.map((name, at) => ({ value: String(at), label: name || `Column ${at + 1}` }))
  const example = (at: number | undefined) => {
    const shown = at === undefined ? [] : sample.map((cells) => cells[at]?.trim()).filter((cell) => cell)
    return shown.length > 0 ? { hint: `Such as ${shown.slice(0, 2).map((cell) => `“${cell?.slice(0, 60)}”`).join(', ')}` } : {}
  }
  const specs: FieldSpec[] = [
    ...fields.map((field): FieldSpec => ({
      name: field, label: fieldWords[field].label, kind: 'select', value: chosen[field] === undefined ? '' : String(chosen[field]), ...(fieldWords[field].needed ? {} : { optional: true }),
      choices: [{ value: '', label: fieldWords[field].needed ? 'Choose a column' : 'Not in this index' }, ...choices], ...example(chosen[field]),
    })),
    {
      name: 'dates', label: 'How dates are written', kind: 'select', value: mapping?.dates ?? 'mdy',
      choices: [{ value: 'mdy', label: 'Month first: 3/14/2019' }, { value: 'dmy', label: 'Day first: 14/3/2019' }], hint: '2019-03-14 and 14.3.2019 are understood either way.',
    },
    {
      name: 'unknown', label: 'A kind that is not known here', kind: 'select', optional: true, value: mapping?.unknown ?? '',
      choices: [{ value: '', label: 'Leave the row out, and say so' }, ...categories.map((value) => ({ value, label: `File it as: ${categoryWords[value].one}` }))],
      hint: 'Also where the index has no kinds at all.',
    },
  ]
  return (
    <div className="max-w-2xl">
      <PlainForm act={withHat(map, { practice })} hidden={{ batch }} fields={specs} submit="Compare with the register" pending="Comparing…" refused="It was not compared" />
      <p className="mt-3 text-small text-ink-soft">This changes nothing yet.</p>
    </div>
  )
}
