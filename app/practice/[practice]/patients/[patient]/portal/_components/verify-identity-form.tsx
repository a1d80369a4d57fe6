'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { withHat } from '@/app/_components/with-hat'
import { Banner } from '@/components/ui/banner'
import { FormError } from '@/components/ui/form-error'
import { fieldProps } from '@/components/ui/field-props'
import { RadioGroup } from '@/components/ui/radio-group'
import { SubmitButton } from '@/components/ui/submit-button'
import { TextareaField } from '@/components/ui/textarea'
import { formatMoment } from '@/lib/format/dates'
import { spaced } from '@/lib/invitations/rules'
import { checkWords } from '@/lib/recovery/rules'
import { checks } from '@/lib/recovery/schema'
import { verify } from '../actions'

type Props = { practice: string; patient: string; access: string; name: string; timeZone: string }

/** Records how staff made sure who it is, and shows the code once. Staff never sign in as the patient. */
export function VerifyIdentityForm({ practice, patient, access, name, timeZone }: Props) {
  const [state, act] = useActionState(withHat(verify, { practice }), { reply: undefined })
  const [form, fields] = useForm({ lastResult: state.reply ?? null, defaultValue: { how: '', note: '' } })
  if (state.done)
    return (
      <div className="space-y-4">
        <Banner tone="success" live title="On record">
          Tell {name} these six digits. With the link in the letter they open the way to a new password, once, until {formatMoment(new Date(state.done.expiresAt), timeZone)}.
        </Banner>
        <p className="font-name text-display tracking-[0.12em]" aria-label={`The code: ${[...state.done.code].join(' ')}`}>{spaced(state.done.code)}</p>
      </div>
    )
  return (
    <form {...getFormProps(form)} action={act} className="space-y-5 pb-4" noValidate>
      <FormError title="No code was made" errors={form.errors} />
      <input type="hidden" name="patient" value={patient} />
      <input type="hidden" name="access" value={access} />
      <p className="max-w-prose text-small text-ink-soft">
        First {name} asks for a letter under “Get back in” on the sign-in page. Somebody who only ever used a phone’s six digits has no address there: invite them again at the counter instead, under “Invite” below, which records how you made sure in the same way.
      </p>
      <RadioGroup legend={`How did you make sure that it is ${name}?`} name="how" required errors={fields.how.errors} hint="Never by a birth date: a household knows it, and so does a thief." options={checks.map((value) => ({ value, label: checkWords[value].name, hint: checkWords[value].about }))} />
      <TextareaField key={fields.note.key} {...fieldProps(fields.note)} label="Note" optional="optional" rows={2} maxLength={500} />
      <SubmitButton pendingLabel="Recording…">Record it and show the code</SubmitButton>
    </form>
  )
}
