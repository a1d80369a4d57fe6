import { Checkbox } from '@/components/ui/checkbox'
import { FieldErrors } from '@/components/ui/field'
import { RadioGroup } from '@/components/ui/radio-group'
import { SelectField } from '@/components/ui/select'
import { reachWords, taskWords } from '@/lib/proxies/rules'
import { reaches, tasks } from '@/lib/proxies/schema'

type Field = { id: string; name: string; errors?: string[] | undefined }
type Props = {
  fields: { scope: Field; categories: Field; task?: Field }
  scope: string
  categories: readonly string[]
  /** What may be chosen; nothing: everything. */
  among?: readonly string[] | undefined
  /** Offers everything, and one thing to send. */
  all?: boolean
  task?: boolean
}

/** How far an access reaches. What belongs to a choice appears with it, without a script too; the form around it is a `group`. */
export function ReachFields({ fields, scope, categories, among, all = true, task = false }: Props) {
  return (
    <>
      <RadioGroup
        legend="What they see" name="scope" defaultValue={scope} errors={fields.scope.errors} id={fields.scope.id}
        options={[
          ...(all ? [{ value: 'all', label: 'Everything that is released' }] : []),
          { value: 'categories', label: 'Only some kinds' },
          ...(task ? [{ value: 'task', label: 'Nothing: they only send one thing', hint: 'The access ends by itself once it is sent.' }] : []),
        ]}
      />
      <fieldset id={fields.categories.id} aria-describedby={fields.categories.errors ? `${fields.categories.id}-error` : undefined} className="hidden group-has-[input[name=scope][value=categories]:checked]:block">
        <legend className="text-small font-semibold text-ink">Which kinds</legend>
        <div className="mt-1 grid gap-x-8 sm:grid-cols-2">
          {reaches.filter((reach) => !among || among.includes(reach)).map((reach) => (
            <Checkbox key={reach} name="categories" value={reach} label={reachWords(reach)} defaultChecked={categories.includes(reach)} />
          ))}
        </div>
        <FieldErrors id={`${fields.categories.id}-error`} errors={fields.categories.errors} />
      </fieldset>
      {task && fields.task ? (
        <div className="hidden group-has-[input[name=scope][value=task]:checked]:block">
          <SelectField id={fields.task.id} name="task" errors={fields.task.errors} label="What they are asked to send" options={tasks.map((value) => ({ value, label: taskWords[value] }))} />
        </div>
      ) : null}
    </>
  )
}
