'use client'

import { useActionState } from 'react'
import { Banner } from '@/components/ui/banner'
import { ButtonLink } from '@/components/ui/button-link'
import { SubmitButton } from '@/components/ui/submit-button'
import { useSay } from '@/components/ui/speaking'
import type { ActionState } from '@/lib/access/action'
import type { FactorAdded } from '@/lib/factors/schema'
import { factorsCopy } from '../_copy/factors'

type Act = (previous: ActionState<FactorAdded>, form: FormData) => Promise<ActionState<FactorAdded>>

/** The codes, this once. */
export function RecoveryCodes({ codes, next }: { codes: readonly string[]; next: string | null }) {
  const say = useSay(factorsCopy)
  return (
    <div className="max-w-[30rem] space-y-5">
      <Banner tone="warning" live title={say.writeDown}>{say.writeDownAbout}</Banner>
      <ol className="grid grid-cols-2 gap-x-8 gap-y-1.5 border-y border-line py-4 font-semibold tracking-[0.08em]">
        {codes.map((code) => <li key={code}>{code}</li>)}
      </ol>
      <ButtonLink href={next ?? '/account/factors'}>{say.written}</ButtonLink>
    </div>
  )
}

export function NewCodes({ act }: { act: Act }) {
  const say = useSay(factorsCopy)
  const [state, go] = useActionState(act, { reply: undefined })
  if (state.done?.codes) return <RecoveryCodes codes={state.done.codes} next={null} />
  return (
    <form action={go}>
      {state.refused ? <Banner tone="danger" live className="mb-4">{state.refused.says}</Banner> : null}
      <SubmitButton variant="secondary" pendingLabel={say.making}>{say.newCodes}</SubmitButton>
    </form>
  )
}
