import 'server-only'
import { notFound } from '@/lib/access/errors'
import { totpCode, totpSecondsLeft } from '@/lib/auth/totp'
import { isDemo } from '@/lib/platform/demo'

/** What the sign-in page of the demo lists. No secret leaves the server with it. */
export type DemoRow = { key: string; name: string; what: string; hats: string[]; staff: boolean; email: string; password: string; workstationPin?: string }

/** The story's accounts; anywhere else than in the demo there is no such thing. @throws AppError not_found */
export async function storyAccounts() {
  if (!isDemo()) notFound('no demo here')
  return (await import('@/db/seed/accounts')).demoAccounts
}

/** What an authenticator app would show for each account: the same codes, checked like anyone's. */
export async function codesOfTheMoment() {
  const accounts = await storyAccounts()
  return {
    secondsLeft: totpSecondsLeft(),
    codes: accounts.flatMap(({ name, email, totpSecret }) => (totpSecret ? [{ name, email, code: totpCode(totpSecret), next: totpCode(totpSecret, 1) }] : [])),
  }
}
