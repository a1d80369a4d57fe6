'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { fieldProps } from '@/components/ui/field-props'
import { FormError } from '@/components/ui/form-error'
import { TextField } from '@/components/ui/input'
import { PasswordField } from '@/components/ui/password-input'
import { SubmitButton } from '@/components/ui/submit-button'
import type { ActionState } from '@/lib/access/action'

type Act = (previous: ActionState<{ next: string }>, form: FormData) => Promise<ActionState<{ next: string }>>

/** Address and password. The address stays when the password was wrong; the password never does. */
export function SignInForm({ act, next }: { act: Act; next: string | null }) {
  const [state, go] = useActionState(act, { reply: undefined })
  const [form, fields] = useForm<{ email: string; password: string }>({ lastResult: (state.reply) ?? null })
  return (
    <form {...getFormProps(form)} action={go} onReset={keepTyped(state.done === undefined)} className="space-y-5" noValidate>
      <FormError title="You are not signed in" errors={form.errors} fields={[{ ...fieldProps(fields.email), label: 'E-mail address' }, { ...fieldProps(fields.password), label: 'Password' }]} />
      {next ? <input type="hidden" name="next" value={next} /> : null}
      <TextField key={fields.email.key} {...fieldProps(fields.email)} label="E-mail address" type="email" autoComplete="username" required inputMode="email" />
      <PasswordField key={fields.password.key} {...fieldProps(fields.password)} defaultValue={undefined} label="Password" autoComplete="current-password" required />
      <SubmitButton wide pendingLabel="Signing in…">Sign in</SubmitButton>
    </form>
  )
}
