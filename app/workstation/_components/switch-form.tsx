'use client'

import { getFormProps, useForm } from '@conform-to/react'
import { useActionState, useRef } from 'react'
import { keepTyped } from '@/app/_components/keep-typed'
import { PasskeyForm } from '@/app/_session/passkey-form'
import { CodeField } from '@/components/ui/code-input'
import { FormError } from '@/components/ui/form-error'
import { SubmitButton } from '@/components/ui/submit-button'
import type { ActionState } from '@/lib/access/action'
import type { PasskeysHere } from '@/lib/sign-in/schema'
import type { Colleague } from '@/lib/workstations/schema'
import { PeopleList } from './people-list'

type Act = (previous: ActionState<{ next: string }>, form: FormData) => Promise<ActionState<{ next: string }>>
type Props = { act: Act; byPasskey: Act; people: readonly Colleague[]; passkeys: PasskeysHere; next: string | null }

/** Name and PIN on one screen. With the keyboard: first letters or arrows, Enter, six digits, Enter. */
export function SwitchForm({ act, byPasskey, people, passkeys, next }: Props) {
  const [state, go] = useActionState(act, { reply: undefined })
  const [form, fields] = useForm<{ member: string; pin: string }>({ lastResult: state.reply ?? null })
  const pin = useRef<HTMLDivElement>(null)
  const toPin = () => pin.current?.querySelector('input')?.focus()
  return (
    <>
      <form {...getFormProps(form)} action={go} onReset={keepTyped(state.done === undefined)} className="space-y-5" noValidate>
        <FormError title="Not let in" errors={form.errors} />
        {next ? <input type="hidden" name="next" value={next} /> : null}
        <PeopleList people={people} field={fields.member} chosen={typeof fields.member.initialValue === 'string' ? fields.member.initialValue : undefined} onChosen={toPin} />
        <div ref={pin}>
          <CodeField label="Your PIN" name="pin" id={fields.pin.id} errors={fields.pin.errors} secret required autoComplete="off" />
        </div>
        <SubmitButton wide pendingLabel="One moment…">Come in</SubmitButton>
      </form>
      <PasskeyForm act={byPasskey} here={passkeys} next={next} label="Use a passkey" divided />
    </>
  )
}
