import 'server-only'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { codesOfTheMoment, storyAccounts, type DemoRow } from '@/lib/demo/authenticator'
import { forVisitors } from '@/lib/demo/policy'
import { isDemo } from '@/lib/platform/demo'
import { z } from '@/lib/platform/zod'

/** The accounts to try; an empty list anywhere but in the demo. */
export const demoAccounts = query({
  name: 'demo.accounts',
  as: 'visitor',
  input: z.object({}),
  allow: forVisitors,
  closedBy: [],
  run: async (): Promise<DemoRow[]> =>
    !isDemo() ? [] : (await storyAccounts()).map(({ totpSecret, ...account }) => ({ ...account, staff: totpSecret !== undefined })),
  audit: nothing('invented people'),
})

/** The codes that the invented people’s authenticator apps show now. */
export const demoCodes = query({
  name: 'demo.codes',
  as: 'visitor',
  input: z.object({}),
  allow: forVisitors,
  closedBy: [],
  run: codesOfTheMoment,
  audit: nothing('invented people'),
})
