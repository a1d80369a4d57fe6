'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { fieldProps } from '@/components/ui/field-props'
import { FormError } from '@/components/ui/form-error'
import { TextField } from '@/components/ui/input'
import { PasswordField } from '@/components/ui/password-input'
import { SubmitButton } from '@/components/ui/submit-button'
import { useSay } from '@/components/ui/speaking'
import type { ActionState } from '@/lib/access/action'
import { signInCopy } from '../_copy/sign-in'

type Act = (previous: ActionState<{ next: string }>, form: FormData) => Promise<ActionState<{ next: string }>>

/** Address and password. The address stays when the password was wrong; the password never does. */
export function SignInForm({ act, next }: { act: Act; next: string | null }) {
  const say = useSay(signInCopy)
  const [state, go] = useActionState(act, { reply: undefined })
  const [form, fields] = useForm<{ email: string; password: string }>({ lastResult: (state.reply) ?? null })
  return (
    <form {...getFormProps(form)} action={go} onReset={keepTyped(state.done === undefined)} className="space-y-5" noValidate>
      <FormError title={say.refused} errors={form.errors} fields={[{ ...fieldProps(fields.email), label: say.email }, { ...fieldProps(fields.password), label: say.password }]} />
      {next ? <input type="hidden" name="next" value={next} /> : null}
      <TextField key={fields.email.key} {...fieldProps(fields.email)} label={say.email} type="email" autoComplete="username" required inputMode="email" />
      <PasswordField key={fields.password.key} {...fieldProps(fields.password)} defaultValue={undefined} label={say.password} autoComplete="current-password" required />
      <SubmitButton wide pendingLabel={say.pending}>{say.title}</SubmitButton>
    </form>
  )
}
