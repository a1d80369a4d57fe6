import { Button } from '@/components/ui/button'
import { controlLook } from '@/components/ui/control-look'
import { Field } from '@/components/ui/field'
import { TextField } from '@/components/ui/input'
import { TextareaField } from '@/components/ui/textarea'

/**
 * A plain form to the door of uploads, streamed past proxy.ts; it needs no script. The words stand before the file, for the door
 * reads a form in its order and begins with the bytes as soon as they come.
 */
export function CorrectForm({ practice, document }: { practice: string; document: string }) {
  return (
    <form method="post" action={`/v1/u/${practice}`} encType="multipart/form-data" className="max-w-2xl space-y-5">
      <input type="hidden" name="document" value={document} />
      <p className="text-small text-ink-soft">
        The corrected file takes the place of this one as soon as it is here, also for a patient who can see it now; they get a letter that says so. This one stays, marked, for staff.
      </p>
      <TextField name="why" label="What was wrong" hint="For the record; the patient does not read it." required maxLength={500} autoComplete="off" />
      <TextareaField name="note" label="What the patient reads about it" optional="optional" hint="Such as “The first scan missed a page.” Without it, the page says only when it was corrected." rows={2} maxLength={500} />
      <Field name="file" label="The corrected file" required>
        {(control) => <input {...control} type="file" className={controlLook} />}
      </Field>
      <Button type="submit">Replace the file</Button>
    </form>
  )
}
