import 'server-only'
import { nothing } from '@/lib/access/audit'
import { AppError, kept, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { totpCode } from '@/lib/auth/totp'
import { storyAccounts } from '@/lib/demo/authenticator'
import { forVisitors } from '@/lib/demo/policy'
import { enteringAs } from '@/lib/demo/schema'
import { enterWithCode, enterWithPassword } from '@/lib/sign-in/service'

/**
 * One tap of the demo's sign-in page. It is no way around anything: it types the account's real address, password and
 * code of the moment into the same two steps as everybody's, which check, count and record them. Each code is good once,
 * so somebody who taps just after another visitor is given the next one that the clock allows.
 */
export const enterAs = command({
  name: 'demo.enter',
  as: 'visitor',
  input: enteringAs,
  allow: forVisitors,
  closedBy: [],
  run: async (given) => {
    const account = (await storyAccounts()).find(({ key }) => key === given.input.account)
    if (!account) notFound('no such account in the story')
    const { next } = given.input
    const first = await enterWithPassword(given, { email: account.email, password: account.password, next })
    if (first instanceof AppError) return kept(first)
    if (!first.pending || !account.totpSecret) return { next: first.next }
    let refused: AppError | undefined
    for (const step of [-1, 0, 1]) {
      const second = await enterWithCode(given, { code: totpCode(account.totpSecret, step), next }, first.pending)
      if (!(second instanceof AppError)) return { next: second.next }
      refused = second
    }
    return kept(refused?.code === 'invalid' ? justUsed() : (refused ?? justUsed()))
  },
  audit: nothing('sign-ins and refused ones are kept among the installation’s events'),
})

const justUsed = () =>
  new AppError('conflict', 'every code of the moment was used', { says: 'Somebody else has just entered with this account, and each code is good once. Try again in half a minute.' })
