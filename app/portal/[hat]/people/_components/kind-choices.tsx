import { Checkbox } from '@/components/ui/checkbox'
import { FieldErrors } from '@/components/ui/field'

type Props = { id: string; legend: string; kinds: readonly { value: string; label: string }[]; chosen: readonly string[]; errors: readonly string[] | undefined }

/** The kinds to choose from, in sight once “only what you choose” is chosen; without a script too. */
export function KindChoices({ id, legend, kinds, chosen, errors }: Props) {
  return (
    <fieldset id={id} aria-describedby={errors ? `${id}-error` : undefined} className="hidden group-has-[input[value=categories]:checked]:block">
      <legend className="text-small font-semibold text-ink">{legend}</legend>
      <div className="mt-1 grid gap-x-8 sm:grid-cols-2">
        {kinds.map(({ value, label }) => <Checkbox key={value} name="categories" value={value} label={label} defaultChecked={chosen.includes(value)} />)}
      </div>
      <FieldErrors id={`${id}-error`} errors={errors} />
    </fieldset>
  )
}
