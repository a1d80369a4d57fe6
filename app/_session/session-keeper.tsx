import { ask } from '@/lib/access/page'
import { sessionState } from '@/lib/sessions/queries'
import { SessionGuard } from './session-guard'

/** Watches over the page it stands on: notes the person's acts, and covers the page when the session locks. */
export async function SessionKeeper() {
  const { secondsLeft, personId, name, place } = await ask(sessionState, 'person', {})
  return <SessionGuard secondsLeft={secondsLeft} personId={personId} name={name} place={place} />
}
