import { PlainForm } from '@/app/_components/plain-form'
import type { ActionState } from '@/lib/access/action'
import type { Ways } from '@/lib/sessions/schema'
import type { PasskeysHere } from '@/lib/sign-in/schema'
import { Folded } from './folded'
import { PasskeyForm } from './passkey-form'

type Done = { next: string }
type Act = (previous: ActionState<Done>, form: FormData) => Promise<ActionState<Done>>
type Props = {
  ways: Ways
  passkeys: PasskeysHere
  next: string | null
  verb: string
  pending: string
  refused: string
  pin: Act
  password: Act
  passkey: Act
}

/** The proofs that this browser can take from its person, quickest first. */
export function ShowAgain({ ways, passkeys, next, verb, pending, refused, pin, password, passkey }: Props) {
  const hidden: Record<string, string> = next ? { next } : {}
  const quick = ways.pin !== null || ways.passkey
  return (
    <div className="space-y-7">
      {ways.pin ? (
        <PlainForm act={pin} hidden={hidden} submit={verb} pending={pending} refused={refused} wide
          fields={[{ name: 'pin', label: ways.pin.where === 'phone' ? 'Your six digits' : 'Your PIN at this computer', kind: 'pin', autoComplete: 'off' }]} />
      ) : null}
      {ways.passkey ? <PasskeyForm act={passkey} here={passkeys} next={next} label={`${verb} with a passkey`} variant={ways.pin ? 'secondary' : 'primary'} /> : null}
      {ways.password ? (
        <Folded folded={quick} label="Use the password">
          <PlainForm act={password} hidden={hidden} submit={verb} pending={pending} refused={refused} wide variant={quick ? 'secondary' : 'primary'}
            fields={[{ name: 'password', label: 'Password', kind: 'password', autoComplete: 'current-password' }, ...(ways.code ? [{ name: 'code', label: 'Code from your app', kind: 'code' as const }] : [])]} />
        </Folded>
      ) : null}
      {!quick && !ways.password ? <p>Nothing works here that you have shown before. Sign out, and sign in anew.</p> : null}
    </div>
  )
}
