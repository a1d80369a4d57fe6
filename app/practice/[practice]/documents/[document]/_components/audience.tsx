import { Checkbox } from '@/components/ui/checkbox'
import { FieldErrors } from '@/components/ui/field'

export type Person = { id: string; name: string }

type Props = { people: readonly Person[]; chosen: readonly string[] | null; errors: readonly string[] | undefined; id: string }

const radio = 'mt-px size-6 shrink-0 appearance-none rounded-full border-[1.5px] border-line-strong bg-sheet checked:border-[7px] checked:border-violet hover:border-ink checked:hover:border-violet focus-visible:rounded-full'

/** To all who may see the record, or to some of them by name. The names stand in sight: a form without scripts shows them too. */
export function Audience({ people, chosen, errors, id }: Props) {
  return (
    <fieldset id={id} aria-describedby={errors ? `${id}-error` : undefined}>
      <legend className="text-small font-semibold">Who sees it</legend>
      <label className="flex min-h-11 items-start gap-3 py-2.5">
        <input type="radio" name="audience" value="all" defaultChecked={chosen === null} className={radio} />
        <span>All of them: {people.map(({ name }) => name).join(', ')}<span className="block text-small text-ink-soft">And whoever is given access to the record later.</span></span>
      </label>
      <label className="flex min-h-11 items-start gap-3 py-2.5">
        <input type="radio" name="audience" value="named" defaultChecked={chosen !== null} className={radio} />
        <span>Only these</span>
      </label>
      <div className="ms-9">
        {people.map((one) => <Checkbox key={one.id} name="readers" value={one.id} label={one.name} defaultChecked={chosen?.includes(one.id) ?? false} />)}
      </div>
      <FieldErrors id={`${id}-error`} errors={errors} />
    </fieldset>
  )
}
